import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { GetModel, Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { documentTree } from '../../schema/expand-tree';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { UnreadDocument } from '../snapshot/document-size';
import { deepEqual } from './deep-equal';
import { leastJsonBytes } from '../snapshot/json-size';
import { tooLarge } from '../snapshot/snapshot-limit';
import type { CompileProjection, Projection, Row } from './projection';
import type { SourceRow } from '../snapshot/snapshot';

/** A write to one document, as one webhook sees it: cut to what it names. */
export interface WebhookView {
  /** JSON text of what is sent of the document; null where that is too large to be kept. */
  snapshot: string | null;
  /** Why it is too large; null where it is not. */
  tooLarge: string | null;
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

export type ViewOf = (webhook: CompiledWebhook, change: Change) => WebhookView;

export function createWebhookViews(project: CompileProjection, getModel: GetModel): ViewOf {
  const known = new WeakMap<CompiledWebhook, Map<Model, Cuts>>();
  const textOf = createTexts();

  function cutsOf(webhook: CompiledWebhook, model: Model): Cuts {
    const ofWebhook = known.get(webhook) ?? new Map<Model, Cuts>();
    known.set(webhook, ofWebhook);
    const cuts = ofWebhook.get(model) ?? compiled(webhook, model);
    ofWebhook.set(model, cuts);
    return cuts;
  }

  function compiled({ fields: fields }: CompiledWebhook, model: Model): Cuts {
    const cut = (tree: PathTree): Projection => project(model, documentTree(model, tree));
    const compared = (tree: PathTree): Projection =>
      project(model, comparisonTree(model, tree, getModel));
    const content = () =>
      [...contentOf(model).children].map(([name, tree]): [string, Projection] => [
        name,
        compared({ whole: false, children: new Map([[name, tree]]) }),
      ]);
    return {
      doc: cut(fields.doc),
      previous: fields.previous && cut(fields.previous),
      content: fields.changed ? content() : null,
      watched: fields.watched && compared(fields.watched),
    };
  }

  return (webhook, { model, after, before }) => {
    const { fields: fields, payload } = webhook;
    const cuts = cutsOf(webhook, model);
    const differs = (cut: Projection): boolean =>
      !before || !deepEqual(cut(before.named), cut(after.named));

    const doc = cuts.doc(after.named);
    const previous = before && cuts.previous ? cuts.previous(before.named) : null;
    const changed =
      before && cuts.content
        ? cuts.content.filter(([, cut]) => differs(cut)).map(([name]) => name)
        : null;
    const beside = {
      ...(payload === 'document' && namesAny(fields.doc) ? { doc } : {}),
      ...(previous ? { previous } : {}),
      ...(changed ? { changed } : {}),
    };
    const sent = payload === 'document' ? after.whole : doc;
    return {
      ...textsOf({ sent, beside, most: webhook.maxSnapshotBytes }, textOf),
      doc,
      previous,
      changed,
      watchedChanged: cuts.watched === null || differs(cuts.watched),
    };
  };
}

/** Of a custom event: its data stands where a document would. */
export function viewOfData(data: string): WebhookView {
  return {
    snapshot: data,
    context: null,
    tooLarge: null,
    doc: JSON.parse(data) as Row,
    previous: null,
    changed: null,
    watchedChanged: true,
  };
}

/** What a webhook sees of a model's rows. */
interface Cuts {
  doc: Projection;
  previous: Projection | null;
  /** Each attribute, as it is compared, in the order of the content type; null where nobody asks. */
  content: [name: string, cut: Projection][] | null;
  watched: Projection | null;
}

type Texts = Pick<WebhookView, 'snapshot' | 'context' | 'tooLarge'>;

/** The text of what is too large is not even built: of a document of 50 MB each would take as much again. */
function textsOf(
  { sent, beside, most }: { sent: unknown; beside: object; most: number },
  textOf: (sent: unknown) => string,
): Texts {
  const bytes =
    sent instanceof UnreadDocument
      ? sent.leastBytes + leastJsonBytes(beside)
      : leastJsonBytes(sent, beside);
  if (bytes > most)
    return { snapshot: null, context: null, tooLarge: tooLarge(`at least ${String(bytes)}`, most) };
  const context = Object.keys(beside).length > 0 ? JSON.stringify(beside) : null;
  return { snapshot: textOf(sent), context, tooLarge: null };
}

/** Webhooks that send the same of a document share its text. */
function createTexts(): (sent: unknown) => string {
  const texts = new WeakMap<object, string>();
  return (sent) => {
    if (typeof sent !== 'object' || sent === null) return JSON.stringify(sent);
    const text = texts.get(sent) ?? JSON.stringify(sent);
    texts.set(sent, text);
    return text;
  };
}

function namesAny({ whole, children }: PathTree): boolean {
  return whole || children.size > 0;
}
