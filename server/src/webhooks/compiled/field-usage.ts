import { mergeReferences, type References } from '../../expressions/analysis/path-set';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { capturedPathsText } from '../../outbox/operator/captured-paths';
import { mergeTrees, pathsIn, treeOf, type PathTree } from '../../schema/path-tree';
import type { CompiledRules } from './compile-rules';
import type { StoredWebhook } from '../stored/stored-webhook';

/** The parts of a document's change that a webhook uses. */
export interface FieldUsage {
  /** Paths in the document; `whole` at the root for all of it. */
  doc: PathTree;
  /** Paths in the document before the write; null if unused. */
  previous: PathTree | null;
  /** True if it reads the list of changed fields. */
  changed: boolean;
  /** Paths of which at least one must change; null for any. */
  watched: PathTree | null;
  /** Environment variables that it reads by a literal name. */
  env: ReadonlySet<string>;
  /** True if it can also read variables by a computed name: see `References`. */
  computesEnv: boolean;
}

type NamingWebhook = Pick<StoredWebhook, 'payload' | 'mapping' | 'conditionMode' | 'watchedFields'>;

export function findFieldUsage(
  webhook: NamingWebhook,
  { filter, templates }: CompiledRules,
): FieldUsage {
  const { conditionMode, watchedFields } = webhook;
  const fieldnames = listFieldNames(webhook);
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
    doc: mergeTrees([treeOf(mapped.map(splitPath)), named.doc]),
    previous: readsBefore
      ? mergeTrees([
          treeOf(mappedBefore.map(splitPath)),
          named.previous,
          ...(becomesTrue ? [condition.doc] : []),
        ])
      : null,
    changed: fieldnames.includes('$changed') || named.uses.has('changed'),
    watched: watchedFields.length > 0 ? treeOf(watchedFields.map(splitPath)) : null,
    env: named.env,
    computesEnv: named.computesEnv,
  };
}

/** The paths that a delivery contains, for any content type. */
export function listCapturedPaths(
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

/** The mapped field names, if the payload is `fields`. */
export function listFieldNames({
  payload,
  mapping,
}: Pick<NamingWebhook, 'payload' | 'mapping'>): string[] {
  return payload === 'fields' ? mapping.map((row) => row.fieldname) : [];
}

function splitPath(path: string): string[] {
  return path.split('.');
}
