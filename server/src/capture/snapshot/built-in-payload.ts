import type { Core } from '@strapi/strapi';
import { traverseEntity } from '@strapi/utils';

import {
  hasDrafts,
  isPolymorphic,
  neverLeaves,
  type Attribute,
  type GetModel,
  type Model,
} from '../../schema/model';
import { PUBLISHED } from './populate';
import type { Row } from '../filter/projection';

type DeepPopulate = Record<string, Populate>;

interface Populate {
  select?: string[] | undefined;
  populate?: DeepPopulate;
  on?: object;
  where?: object;
}

/**
 * The populate of Strapi's built-in webhooks: relations one level deep, media, components and dynamic
 * zones in full. Source: `getDeepPopulate` of @strapi/core, document-service/utils/populate, which is
 * not exported; a test holds the two bodies equal. One thing differs: a type without draft & publish
 * shows of what it relates to the published rows only, and no drafts.
 */
export function builtInPopulate(model: Model, getModel: GetModel): DeepPopulate {
  return populateOf(model, { getModel, drafts: hasDrafts(model) });
}

interface Walk {
  getModel: GetModel;
  /** Whether the document has a draft and a published version, and so relates to its own kind. */
  drafts: boolean;
}

function populateOf(model: Model, walk: Walk): DeepPopulate {
  const inComponent = (uid: string): DeepPopulate => {
    const component = walk.getModel(uid);
    return component ? populateOf(component, walk) : {};
  };
  const populate: DeepPopulate = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    if (attribute.type === 'relation' && !attribute.unstable_virtual) {
      populate[name] = { select: undefined, ...publishedOnly(attribute, walk) };
    } else if (attribute.type === 'media') {
      populate[name] = { select: ['*'] };
    } else if (attribute.type === 'component' && attribute.component) {
      populate[name] = { populate: inComponent(attribute.component) };
    } else if (attribute.type === 'dynamiczone') {
      const parts = (attribute.components ?? []).map((uid) => [
        uid,
        { populate: inComponent(uid) },
      ]);
      populate[name] = { on: Object.fromEntries(parts) as object };
    }
  }
  return populate;
}

function publishedOnly({ target }: Attribute, { getModel, drafts }: Walk): Pick<Populate, 'where'> {
  const model = target === undefined ? undefined : getModel(target);
  return !drafts && model && hasDrafts(model) ? { where: PUBLISHED } : {};
}

/**
 * Takes out what never leaves, at any depth: what the built-in webhooks take out, more of admin users, and drafts
 * that a type without draft & publish relates to.
 */
export async function sanitizeLikeBuiltIn(
  strapi: Core.Strapi,
  model: Model,
  entry: Row,
): Promise<unknown> {
  const getModel = (uid: string) => strapi.getModel(uid as never) as Model | undefined;
  const options = { schema: model, getModel } as unknown as Options;
  const isShown = hasDrafts(model) ? () => true : shownBeside(getModel);
  const visit: Visitor = ({ key, value, schema, attribute }, { remove, set }) => {
    if (!attribute) return;
    if (neverLeaves(schema as Model, key, attribute)) remove(key);
    else if (isPolymorphic(attribute)) set(key, onlyShown(value, isShown) as never);
  };
  return traverseEntity(visit, options, entry as Parameters<typeof traverseEntity>[2]);
}

type Visitor = Parameters<typeof traverseEntity>[0];
type Options = Parameters<typeof traverseEntity>[1];

/**
 * No query can ask a polymorphic relation for published rows. Of a component it is not known whether it
 * stands in a draft: so it counts as one.
 */
function shownBeside(getModel: GetModel): (row: Row) => boolean {
  return ({ __type: uid, publishedAt }) => {
    const model = typeof uid === 'string' ? getModel(uid) : undefined;
    if (model?.modelType === 'component') return false;
    return !model || !hasDrafts(model) || (publishedAt ?? null) !== null;
  };
}

function onlyShown(value: unknown, isShown: (row: Row) => boolean): unknown {
  if (Array.isArray(value)) return (value as Row[]).filter(isShown);
  return typeof value !== 'object' || value === null || isShown(value as Row) ? value : null;
}
