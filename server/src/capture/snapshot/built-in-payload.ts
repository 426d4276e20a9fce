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
import { PUBLISHED } from './read-plan';
import type { Row } from '../filter/projection';

type DeepPopulate = Record<string, Populate>;

interface Populate {
  select?: string[] | undefined;
  populate?: DeepPopulate;
  on?: object;
  where?: object;
}

/**
 * The populate of Strapi's built-in webhooks: relations one level deep; media, components and dynamic zones
 * in full. Source: `getDeepPopulate` of @strapi/core, document-service/utils/populate, which is not
 * exported. A test compares the two bodies. One difference: a document without draft & publish includes
 * only the published rows of its relations.
 */
export function builtInPopulate(model: Model, getModel: GetModel): DeepPopulate {
  return populateAttributes(model, { getModel, drafts: hasDrafts(model) });
}

interface Walk {
  getModel: GetModel;
  /**
   * Whether the document has draft and published versions. Its relations then lead to the same version.
   */
  drafts: boolean;
}

function populateAttributes(model: Model, walk: Walk): DeepPopulate {
  const componentPopulate = (uid: string): DeepPopulate => {
    const component = walk.getModel(uid);
    return component ? populateAttributes(component, walk) : {};
  };
  const populate: DeepPopulate = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    if (attribute.type === 'relation' && !attribute.unstable_virtual) {
      populate[name] = { select: undefined, ...publishedOnly(attribute, walk) };
    } else if (attribute.type === 'media') {
      populate[name] = { select: ['*'] };
    } else if (attribute.type === 'component' && attribute.component) {
      populate[name] = { populate: componentPopulate(attribute.component) };
    } else if (attribute.type === 'dynamiczone') {
      const parts = (attribute.components ?? []).map((uid) => [
        uid,
        { populate: componentPopulate(uid) },
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
 * Removes private values at any depth: those that the built-in webhooks remove, further fields of admin
 * users, and drafts in relations of a document without draft & publish.
 */
export async function sanitizeLikeBuiltIn(
  strapi: Core.Strapi,
  model: Model,
  entry: Row,
): Promise<unknown> {
  const getModel = (uid: string) => strapi.getModel(uid as never) as Model | undefined;
  const options = { schema: model, getModel } as unknown as Options;
  const isShown = hasDrafts(model) ? () => true : isPublishedRow(getModel);
  const visit: Visitor = ({ key, value, schema, attribute }, { remove, set }) => {
    if (!attribute) return;
    if (neverLeaves(schema as Model, key, attribute)) remove(key);
    else if (isPolymorphic(attribute)) set(key, filterShown(value, isShown) as never);
  };
  return traverseEntity(visit, options, entry as Parameters<typeof traverseEntity>[2]);
}

type Visitor = Parameters<typeof traverseEntity>[0];
type Options = Parameters<typeof traverseEntity>[1];

/**
 * A query cannot limit a polymorphic relation to published rows. A component may belong to a draft, so
 * components in such a relation are left out.
 */
function isPublishedRow(getModel: GetModel): (row: Row) => boolean {
  return ({ __type: uid, publishedAt }) => {
    const model = typeof uid === 'string' ? getModel(uid) : undefined;
    if (model?.modelType === 'component') return false;
    return !model || !hasDrafts(model) || (publishedAt ?? null) !== null;
  };
}

function filterShown(value: unknown, isShown: (row: Row) => boolean): unknown {
  if (Array.isArray(value)) return (value as Row[]).filter(isShown);
  return typeof value !== 'object' || value === null || isShown(value as Row) ? value : null;
}
