import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { GetModel, Model } from '../../schema/model';
import { mergeTrees, type PathTree } from '../../schema/path-tree';
import type { WatchedType } from '../../schema/watched-type';
import { documentTree } from '../../schema/whole-document';
import type { Names } from '../../webhooks/compiled/field-usage';
import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';

/** What is read of a document's row for a set of webhooks. */
export interface Reading {
  /** What they name and compare; null where they send whole documents and name nothing. */
  named: PathTree | null;
  /** Whether one sends the whole document, as Strapi's built-in webhooks do. */
  whole: boolean;
}

export interface Readings {
  after: Reading;
  /** Null where none of them looks at what was before a write. */
  before: Reading | null;
  /** Of a row that is both: a delete or an unpublish takes it away. */
  last: Reading;
}

export type ReadingsOf = (type: WatchedType, webhooks: readonly WebhookInForce[]) => Readings;

/** Infers the readings, once for each set of webhooks that is in force. */
export function createReadings(getModel: GetModel): ReadingsOf {
  const known = new WeakMap<readonly WebhookInForce[], Map<string, Readings>>();

  return (type, webhooks) => {
    const ofSet = known.get(webhooks) ?? new Map<string, Readings>();
    known.set(webhooks, ofSet);
    const readings = ofSet.get(type.uid) ?? infer(type.model, webhooks, getModel);
    ofSet.set(type.uid, readings);
    return readings;
  };
}

/** What must be read to tell what changed; null where the webhook does not ask. */
function comparedBy(model: Model, names: Names, getModel: GetModel): PathTree | null {
  const { changed, watched } = names;
  if (!changed && !watched) return null;
  const asked = mergeTrees([...(changed ? [contentOf(model)] : []), ...(watched ? [watched] : [])]);
  return comparisonTree(model, asked, getModel);
}

/** Whether a webhook looks at what was before a write. */
function looksBack({ names }: WebhookInForce): boolean {
  return names.previous !== null || names.changed || names.watched !== null;
}

function infer(model: Model, webhooks: readonly WebhookInForce[], getModel: GetModel): Readings {
  const whole = webhooks.some(({ payload }) => payload === 'document');
  const compared = webhooks.flatMap((it) => comparedBy(model, it.names, getModel) ?? []);
  const docs = webhooks.map(({ names }) => documentTree(model, names.doc));
  const previous = webhooks.flatMap(({ names }) =>
    names.previous ? [documentTree(model, names.previous)] : [],
  );
  const after = mergeTrees([...docs, ...compared]);
  const named = after.children.size > 0 || webhooks.some(({ payload }) => payload !== 'document');
  const before = mergeTrees([...previous, ...compared]);
  const back = webhooks.some(looksBack);
  return {
    after: { named: named ? after : null, whole },
    before: back ? { named: before, whole: false } : null,
    last: { named: named || back ? mergeTrees([after, before]) : null, whole },
  };
}
