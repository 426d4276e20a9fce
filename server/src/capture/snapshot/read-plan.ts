import { comparisonTree, contentOf } from '../../schema/comparison-tree';
import type { GetModel, Model } from '../../schema/model';
import { mergeTrees, type PathTree } from '../../schema/path-tree';
import type { WatchedType } from '../../schema/watched-type';
import { documentTree } from '../../schema/expand-tree';
import type { FieldUsage } from '../../webhooks/compiled/field-usage';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/** What is read of a document's row for a set of webhooks. */
export interface ReadPlan {
  /** What they name and compare; null where they send whole documents and name nothing. */
  named: PathTree | null;
  /** Whether one sends the whole document, as Strapi's built-in webhooks do. */
  whole: boolean;
}

export interface ReadPlans {
  after: ReadPlan;
  /** Null where none of them looks at what was before a write. */
  before: ReadPlan | null;
  /** Of a row that is both: a delete or an unpublish takes it away. */
  last: ReadPlan;
}

export type ReadPlansOf = (type: WatchedType, webhooks: readonly CompiledWebhook[]) => ReadPlans;

/** Infers the readings, once for each set of webhooks that is in force. */
export function createReadPlans(getModel: GetModel): ReadPlansOf {
  const known = new WeakMap<readonly CompiledWebhook[], Map<string, ReadPlans>>();

  return (type, webhooks) => {
    const ofSet = known.get(webhooks) ?? new Map<string, ReadPlans>();
    known.set(webhooks, ofSet);
    const readings = ofSet.get(type.uid) ?? infer(type.model, webhooks, getModel);
    ofSet.set(type.uid, readings);
    return readings;
  };
}

/** What must be read to tell what changed; null where the webhook does not ask. */
function comparedBy(model: Model, fields: FieldUsage, getModel: GetModel): PathTree | null {
  const { changed, watched } = fields;
  if (!changed && !watched) return null;
  const asked = mergeTrees([...(changed ? [contentOf(model)] : []), ...(watched ? [watched] : [])]);
  return comparisonTree(model, asked, getModel);
}

/** Whether a webhook looks at what was before a write. */
function looksBack({ fields: fields }: CompiledWebhook): boolean {
  return fields.previous !== null || fields.changed || fields.watched !== null;
}

function infer(model: Model, webhooks: readonly CompiledWebhook[], getModel: GetModel): ReadPlans {
  const whole = webhooks.some(({ payload }) => payload === 'document');
  const compared = webhooks.flatMap((it) => comparedBy(model, it.fields, getModel) ?? []);
  const docs = webhooks.map(({ fields: fields }) => documentTree(model, fields.doc));
  const previous = webhooks.flatMap(({ fields: fields }) =>
    fields.previous ? [documentTree(model, fields.previous)] : [],
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
