import { comparisonTree, contentOf } from '../schema/comparison-tree';
import type { GetModel, Model } from '../schema/model';
import type { PathTree } from '../schema/path-tree';
import { documentTree } from '../schema/whole-document';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { isSame } from './is-same';
import type { Project, Row } from './project';
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
  return (webhook, { model, after, before }) => {
    const { names, payload } = webhook;
    const cut = (tree: PathTree, row: Row): Row => project(model, documentTree(model, tree), row);
    const differs = (tree: PathTree): boolean => {
      const compared = comparisonTree(model, tree, getModel);
      return (
        !before ||
        !isSame(
          asJson(project(model, compared, before.named)),
          asJson(project(model, compared, after.named)),
        )
      );
    };

    const doc = cut(names.doc, after.named);
    const previous = before && names.previous ? cut(names.previous, before.named) : null;
    const changed = before && names.changed ? changedOf(model, differs) : null;
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
      watchedChanged: names.watched === null || differs(names.watched),
    };
  };
}

function namesAny({ whole, children }: PathTree): boolean {
  return whole || children.size > 0;
}

/** In the order of the content type's attributes. */
function changedOf(model: Model, differs: (tree: PathTree) => boolean): string[] {
  return [...contentOf(model).children]
    .filter(([name, tree]) => differs({ whole: false, children: new Map([[name, tree]]) }))
    .map(([name]) => name);
}

/** Dates compare as they are sent. */
function asJson(row: Row): unknown {
  return JSON.parse(JSON.stringify(row));
}
