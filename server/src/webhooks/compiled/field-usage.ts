import { mergeReferences, type References } from '../../expressions/analysis/path-set';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { capturedPathsText } from '../../outbox/operator/captured-paths';
import { mergeTrees, pathsIn, treeOf, type PathTree } from '../../schema/path-tree';
import type { CompiledRules } from './compile-rules';
import type { StoredWebhook } from '../stored/stored-webhook';

/** What of a document's change the webhook names. */
export interface FieldUsage {
  /** Of the document; `whole` at the root for all of it. */
  doc: PathTree;
  /** Of the document before the write; null where nobody reads it. */
  previous: PathTree | null;
  /** Whether it asks which fields changed. */
  changed: boolean;
  /** Paths of which one must change; null for any. */
  watched: PathTree | null;
  /** Environment variables. */
  env: ReadonlySet<string>;
  /** Whether it may read others too: see `Named`. */
  computesEnv: boolean;
}

type NamingWebhook = Pick<StoredWebhook, 'payload' | 'mapping' | 'conditionMode' | 'watchedFields'>;

export function fieldUsageOf(
  webhook: NamingWebhook,
  { filter, templates }: CompiledRules,
): FieldUsage {
  const { conditionMode, watchedFields } = webhook;
  const fieldnames = fieldnamesOf(webhook);
  const condition = filter.condition?.paths;
  const named = mergeReferences(
    [
      condition,
      templates.body?.paths,
      templates.url?.paths,
      ...(templates.headers ?? []).map(({ value }) => value.paths),
    ].filter((paths): paths is References => paths !== undefined),
  );
  const mappedBefore = fieldnames.map(pathBefore).filter((path) => path !== null);
  const becomesTrue = condition !== undefined && conditionMode === 'becomes-true';
  const readsBefore = becomesTrue || mappedBefore.length > 0 || named.uses.has('previous');
  const mapped = fieldnames.filter((it) => !isContextPath(it));
  return {
    doc: mergeTrees([treeOf(mapped.map(partsOf)), named.doc]),
    previous: readsBefore
      ? mergeTrees([
          treeOf(mappedBefore.map(partsOf)),
          named.previous,
          ...(becomesTrue ? [condition.doc] : []),
        ])
      : null,
    changed: fieldnames.includes('$changed') || named.uses.has('changed'),
    watched: watchedFields.length > 0 ? treeOf(watchedFields.map(partsOf)) : null,
    env: named.env,
    computesEnv: named.computesEnv,
  };
}

/** What a delivery holds of a document of whatever type. */
export function capturedPathsOf(
  { payload, watchedFields }: Pick<NamingWebhook, 'payload' | 'watchedFields'>,
  { doc, previous, changed }: Pick<FieldUsage, 'doc' | 'previous' | 'changed'>,
  destination: string,
): string {
  const trees = previous ? [doc, previous] : [doc];
  return capturedPathsText({
    whole: payload === 'document' || trees.some(({ whole }) => whole),
    paths: trees.flatMap(pathsIn).map((path) => path.join('.')),
    watched: watchedFields,
    changed,
    destination,
  });
}

/** What its mapping names, where that is what it sends. */
export function fieldnamesOf({
  payload,
  mapping,
}: Pick<NamingWebhook, 'payload' | 'mapping'>): string[] {
  return payload === 'fields' ? mapping.map((row) => row.fieldname) : [];
}

function partsOf(path: string): string[] {
  return path.split('.');
}
