import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { GetModel, Model } from '../../schema/model';
import type { PathTree } from '../../schema/path-tree';
import { documentTree } from '../../schema/expand-tree';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { deepEqual } from './deep-equal';
import { leastJsonBytes, tooLarge, UnreadDocument } from '../snapshot/snapshot-size';
import type { CompileProjection, Projection, Row } from './projection';
import type { SourceRow } from '../snapshot/snapshot';

/** A write to one document, limited to the fields that one webhook uses. */
export interface WebhookView {
  /** JSON text of the document fields that are sent; null if it is too large to store. */
  snapshot: string | null;
  /** Error message if it is too large; else null. */
  tooLarge: string | null;
  /**
   * JSON text of the other values that the webhook uses (`doc`, `previous`, `changed`); null if there are
   * none.
   */
  context: string | null;
  doc: Row;
  /** Null if the document did not exist before or no expression uses `previous`. */
  previous: Row | null;
  changed: string[] | null;
  /** Whether one of the watched paths changed. */
  watchedChanged: boolean;
}

export interface Change {
  model: Model;
  after: SourceRow;
  /** Null if the document did not exist before. */
  before: SourceRow | null;
}

export type ViewOf = (webhook: CompiledWebhook, change: Change) => WebhookView;

export function createWebhookViews(project: CompileProjection, getModel: GetModel): ViewOf {
  const cache = new WeakMap<CompiledWebhook, Map<Model, WebhookProjections>>();
  const toText = createTextCache();

  function projectionsFor(webhook: CompiledWebhook, model: Model): WebhookProjections {
    const byModel = cache.get(webhook) ?? new Map<Model, WebhookProjections>();
    cache.set(webhook, byModel);
    const projections = byModel.get(model) ?? compile(webhook, model);
    byModel.set(model, projections);
    return projections;
  }

  function compile({ fields }: CompiledWebhook, model: Model): WebhookProjections {
    const projection = (tree: PathTree): Projection => project(model, documentTree(model, tree));
    const compared = (tree: PathTree): Projection =>
      project(model, comparisonTree(model, tree, getModel));
    const content = () =>
      [...contentOf(model).children].map(([name, tree]): [string, Projection] => [
        name,
        compared({ whole: false, children: new Map([[name, tree]]) }),
      ]);
    return {
      doc: projection(fields.doc),
      previous: fields.previous && projection(fields.previous),
      content: fields.changed ? content() : null,
      watched: fields.watched && compared(fields.watched),
    };
  }

  return (webhook, { model, after, before }) => {
    const { fields, payload } = webhook;
    const projections = projectionsFor(webhook, model);
    const differs = (projection: Projection): boolean =>
      !before || !deepEqual(projection(before.named), projection(after.named));

    const doc = projections.doc(after.named);
    const previous = before && projections.previous ? projections.previous(before.named) : null;
    const changed =
      before && projections.content
        ? projections.content.filter(([, projection]) => differs(projection)).map(([name]) => name)
        : null;
    const context = {
      ...(payload === 'document' && namesAny(fields.doc) ? { doc } : {}),
      ...(previous ? { previous } : {}),
      ...(changed ? { changed } : {}),
    };
    const sent = payload === 'document' ? after.whole : doc;
    return {
      ...limitTexts({ sent, context, maxBytes: webhook.maxSnapshotBytes }, toText),
      doc,
      previous,
      changed,
      watchedChanged: projections.watched === null || differs(projections.watched),
    };
  };
}

/** View of a custom event. Its data takes the place of the document. */
export function customEventView(data: string): WebhookView {
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

/** Projections of a model's rows for one webhook. */
interface WebhookProjections {
  doc: Projection;
  previous: Projection | null;
  /**
   * One projection for each attribute, for the comparison, in the order of the content type; null if the
   * webhook does not use `changed`.
   */
  content: [name: string, projection: Projection][] | null;
  watched: Projection | null;
}

type Texts = Pick<WebhookView, 'snapshot' | 'context' | 'tooLarge'>;

/**
 * Does not build the text of a document that is too large, because each text of a 50 MB document would use
 * that much memory again.
 */
function limitTexts(
  { sent, context, maxBytes }: { sent: unknown; context: object; maxBytes: number },
  toText: (sent: unknown) => string,
): Texts {
  const bytes =
    sent instanceof UnreadDocument
      ? sent.leastBytes + leastJsonBytes(context)
      : leastJsonBytes(sent, context);
  if (bytes > maxBytes)
    return {
      snapshot: null,
      context: null,
      tooLarge: tooLarge(`at least ${String(bytes)}`, maxBytes),
    };
  const contextJson = Object.keys(context).length > 0 ? JSON.stringify(context) : null;
  return { snapshot: toText(sent), context: contextJson, tooLarge: null };
}

/** Webhooks that send the same object share its JSON text. */
function createTextCache(): (sent: unknown) => string {
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
