import { comparisonTree, contentOf } from '../schema/comparison-tree';
import type { GetModel, Model } from '../schema/model';
import type { PathTree } from '../schema/path-tree';
import { documentTree } from '../schema/whole-document';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { isSame } from './is-same';
import type { Cut, Project, Row } from './project';
import type { SourceRow } from './snapshot';

/** A write to one document, as one webhook sees it: cut to what it names. */
export interface ChangeView {
  /** JSON text of what is sent of the document. */
  snapshot: string;
  /** JSON text of what the webhook names beside it; null where that is nothing. */
  context: string | null;
  doc: Row;
  /** Null where there was no document, or nobody asks. */
  previous: Row | null;
  changed: string[] | null;
  /** Whether one of the watched paths changed. */
  watchedChanged: boolean;
}

export interface Change {
  model: Model;
  after: SourceRow;
  /** Null where the document was not there before. */
  before: SourceRow | null;
}

export type ViewOf = (webhook: WebhookInForce, change: Change) => ChangeView;

export function createViews(project: Project, getModel: GetModel): ViewOf {
  const known = new WeakMap<WebhookInForce, Map<Model, Cuts>>();

  function cutsOf(webhook: WebhookInForce, model: Model): Cuts {
    const ofWebhook = known.get(webhook) ?? new Map<Model, Cuts>();
    known.set(webhook, ofWebhook);
    const cuts = ofWebhook.get(model) ?? compiled(webhook, model);
    ofWebhook.set(model, cuts);
    return cuts;
  }

  function compiled({ names }: WebhookInForce, model: Model): Cuts {
    const cut = (tree: PathTree): Cut => project(model, documentTree(model, tree));
    const compared = (tree: PathTree): Cut => project(model, comparisonTree(model, tree, getModel));
    const content = () =>
      [...contentOf(model).children].map(([name, tree]): [string, Cut] => [
        name,
        compared({ whole: false, children: new Map([[name, tree]]) }),
      ]);
    return {
      doc: cut(names.doc),
      previous: names.previous && cut(names.previous),
      content: names.changed ? content() : null,
      watched: names.watched && compared(names.watched),
    };
  }

  return (webhook, { model, after, before }) => {
    const { names, payload } = webhook;
    const cuts = cutsOf(webhook, model);
    const differs = (cut: Cut): boolean =>
      !before || !isSame(asJson(cut(before.named)), asJson(cut(after.named)));

    const doc = cuts.doc(after.named);
    const previous = before && cuts.previous ? cuts.previous(before.named) : null;
    const changed =
      before && cuts.content
        ? cuts.content.filter(([, cut]) => differs(cut)).map(([name]) => name)
        : null;
    const beside = {
      ...(payload === 'document' && namesAny(names.doc) ? { doc } : {}),
      ...(previous ? { previous } : {}),
      ...(changed ? { changed } : {}),
    };
    return {
      snapshot: JSON.stringify(payload === 'document' ? after.whole : doc),
      context: Object.keys(beside).length > 0 ? JSON.stringify(beside) : null,
      doc,
      previous,
      changed,
      watchedChanged: cuts.watched === null || differs(cuts.watched),
    };
  };
}

/** What a webhook sees of a model's rows. */
interface Cuts {
  doc: Cut;
  previous: Cut | null;
  /** Each attribute, as it is compared, in the order of the content type; null where nobody asks. */
  content: [name: string, cut: Cut][] | null;
  watched: Cut | null;
}

function namesAny({ whole, children }: PathTree): boolean {
  return whole || children.size > 0;
}

/** Dates compare as they are sent. */
function asJson(row: Row): unknown {
  return JSON.parse(JSON.stringify(row));
}
