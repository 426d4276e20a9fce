import { hiddenReason } from './hidden-reason';
import { isFreeForm, targetsOf, visibleAttribute, type GetModel, type Model } from './model';

/** The result of resolving a path in a content type. */
export type PathVerdict =
  | { kind: 'found' }
  /** `at`: the part that no model has, or the relation beyond the limit. */
  | { kind: 'unknown' | 'too-far'; at: string }
  /** `at`: the part that is never sent. `reason`: why, and what to do instead. */
  | { kind: 'hidden'; at: string; reason: string };

/** Splits `lines.sku`; null if a part is empty. */
export function parsePath(path: string): string[] | null {
  const parts = path.split('.');
  return parts.every((part) => part !== '') ? parts : null;
}

/** Maximum number of relations in a path, because each one multiplies the rows to read. */
export const MOST_RELATIONS = 3;

/** Resolves `parts` through components, dynamic zones, relations and media. */
export function followPath(model: Model, parts: string[], getModel: GetModel): PathVerdict {
  return follow(model, parts, { getModel, relationsLeft: MOST_RELATIONS });
}

interface Walk {
  getModel: GetModel;
  relationsLeft: number;
}

function follow(model: Model, parts: string[], walk: Walk): PathVerdict {
  const [name, ...rest] = parts;
  if (name === undefined) return { kind: 'found' };

  const attribute = visibleAttribute(model, name);
  if (!attribute) {
    return Object.hasOwn(model.attributes, name)
      ? { kind: 'hidden', at: name, reason: hiddenReason(model, name) }
      : { kind: 'unknown', at: name };
  }
  if (rest.length === 0 || isFreeForm(attribute)) return { kind: 'found' };
  if (attribute.type === 'dynamiczone' && rest[0] === '__component') {
    const [, below] = rest;
    return below === undefined ? { kind: 'found' } : { kind: 'unknown', at: below };
  }

  const relationsLeft = walk.relationsLeft - (attribute.type === 'relation' ? 1 : 0);
  if (relationsLeft < 0) return { kind: 'too-far', at: name };

  const verdicts = targetsOf(attribute)
    .map(walk.getModel)
    .filter((target) => target !== undefined)
    .map((target) => follow(target, rest, { ...walk, relationsLeft }));
  return mostFavourable(verdicts) ?? { kind: 'unknown', at: rest[0] ?? name };
}

/** The best of several verdicts: found, then too far, hidden, unknown. */
export function mostFavourable(verdicts: PathVerdict[]): PathVerdict | undefined {
  return (
    verdicts.find(({ kind }) => kind === 'found') ??
    verdicts.find(({ kind }) => kind === 'too-far') ??
    verdicts.find(({ kind }) => kind === 'hidden') ??
    verdicts[0]
  );
}
