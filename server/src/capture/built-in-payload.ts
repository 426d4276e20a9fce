import type { Core } from '@strapi/strapi';
import { traverseEntity } from '@strapi/utils';

import { neverLeaves, type GetModel, type Model } from '../schema/model';
import type { Row } from './project';

type DeepPopulate = Record<string, Populate>;

interface Populate {
  select?: string[] | undefined;
  populate?: DeepPopulate;
  on?: object;
}

/**
 * The populate of Strapi's built-in webhooks: relations one level deep, media, components and dynamic
 * zones in full. Source: `getDeepPopulate` of @strapi/core, document-service/utils/populate, which is
 * not exported; a test holds the two bodies equal.
 */
export function builtInPopulate(model: Model, getModel: GetModel): DeepPopulate {
  const populateOf = (uid: string): DeepPopulate => {
    const target = getModel(uid);
    return target ? builtInPopulate(target, getModel) : {};
  };
  const populate: DeepPopulate = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    if (attribute.type === 'relation' && !attribute.unstable_virtual) {
      populate[name] = { select: undefined };
    } else if (attribute.type === 'media') {
      populate[name] = { select: ['*'] };
    } else if (attribute.type === 'component' && attribute.component) {
      populate[name] = { populate: populateOf(attribute.component) };
    } else if (attribute.type === 'dynamiczone') {
      const parts = (attribute.components ?? []).map((uid) => [uid, { populate: populateOf(uid) }]);
      populate[name] = { on: Object.fromEntries(parts) as object };
    }
  }
  return populate;
}

/** Takes out what never leaves, at any depth: what the built-in webhooks take out, and more of admin users. */
export async function sanitizeLikeBuiltIn(
  strapi: Core.Strapi,
  model: Model,
  entry: Row,
): Promise<unknown> {
  const options = {
    schema: model,
    getModel: (uid: string) => strapi.getModel(uid as never),
  } as unknown as Options;
  return traverseEntity(removeSecrets, options, entry as Parameters<typeof traverseEntity>[2]);
}

type Visitor = Parameters<typeof traverseEntity>[0];
type Options = Parameters<typeof traverseEntity>[1];

const removeSecrets: Visitor = ({ key, schema, attribute }, { remove }) => {
  if (attribute && neverLeaves(schema as Model, key, attribute)) remove(key);
};
