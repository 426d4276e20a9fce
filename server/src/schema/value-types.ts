import type { Core } from '@strapi/strapi';

import { isList, targetsOf, visibleAttributes, type GetModel, type Model } from './model';
import { MOST_RELATIONS } from './path';
import { modelGetter } from './watched-type';

/** The field types that expressions need. Plain data, because it is posted to other threads. */
export interface ValueTypes {
  /** Paths of repeatable values: `items`, `items.tags`. */
  lists: readonly string[];
  /** Paths of big integers, which are read as strings. */
  bigIntegers: readonly string[];
}

export const NO_TYPES: ValueTypes = { lists: [], bigIntegers: [] };

/** Returns the types of the fields with these names. */
export type TypesOf = (names: ReadonlySet<string>) => ValueTypes;

/** Maximum depth of nested components; no schema nests deeper. */
const MAX_LEVELS = 12;

/**
 * The types of several models together. A path counts as a list if it is one in any model, so that
 * receivers get one shape. Only paths with names from the expression are visited.
 */
function createTypesOf(models: readonly Model[], getModel: GetModel): TypesOf {
  return (names) => {
    const lists = new Set<string>();
    const bigIntegers = new Set<string>();

    function walk(model: Model, { prefix, level, relationsLeft }: Place): void {
      for (const [name, attribute] of visibleAttributes(model)) {
        if (!names.has(name)) continue;
        const path = `${prefix}${name}`;
        if (isList(attribute)) lists.add(path);
        if (attribute.type === 'biginteger') bigIntegers.add(path);
        const left = relationsLeft - (attribute.type === 'relation' ? 1 : 0);
        if (left < 0 || level === MAX_LEVELS) continue;
        for (const target of targetsOf(attribute).map(getModel)) {
          const place = { prefix: `${path}.`, level: level + 1, relationsLeft: left };
          if (target) walk(target, place);
        }
      }
    }

    for (const model of models)
      walk(model, { prefix: '', level: 0, relationsLeft: MOST_RELATIONS });
    return { lists: [...lists], bigIntegers: [...bigIntegers] };
  };
}

/** The types of content types by UID. Missing content types are ignored. */
export function typesOfContentTypes(strapi: Core.Strapi, uids: readonly string[]): TypesOf {
  const getModel = modelGetter(strapi);
  const models = uids.filter((uid) => Object.hasOwn(strapi.contentTypes, uid)).map(getModel);
  return createTypesOf(
    models.filter((model) => model !== undefined),
    getModel,
  );
}

interface Place {
  prefix: string;
  level: number;
  relationsLeft: number;
}
