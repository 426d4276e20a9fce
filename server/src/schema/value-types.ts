import type { Core } from '@strapi/strapi';

import { isList, targetsOf, visibleAttributes, type GetModel, type Model } from './model';
import { MOST_RELATIONS } from './path';
import { modelGetter } from './watched-type';

/** What expressions must know of a document's fields. Plain data, for expressions go to other threads. */
export interface ValueTypes {
  /** Paths of what is repeatable: `items`, `items.tags`. */
  lists: readonly string[];
  /** Paths of big integers, which are read as text. */
  bigIntegers: readonly string[];
}

export const NO_TYPES: ValueTypes = { lists: [], bigIntegers: [] };

/** The types of what `names` may lead to. */
export type TypesOf = (names: ReadonlySet<string>) => ValueTypes;

/** Components of components; no schema nests deeper. */
const MOST_LEVELS = 12;

/**
 * Of several models together: what is a list in one of them counts as a list, so that a receiver gets one
 * shape. Only what a name of the expression leads to is walked.
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
        if (left < 0 || level === MOST_LEVELS) continue;
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

/** Of content types by their UIDs; one that is gone has none. */
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
