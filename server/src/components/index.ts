import type { Core } from '@strapi/strapi';

import { FIELD_MAPPING_COMPONENT_UID, HEADER_COMPONENT_UID, PLUGIN_ID } from '../plugin-id';
import { fieldMapping } from './field-mapping';
import { header } from './header';

interface ComponentSchema {
  collectionName: string;
  info: { displayName: string; icon: string };
  attributes: Record<string, unknown>;
}

/** Strapi loads components from an app's folder only: a plugin's go into the registry by hand. */
export function registerComponents(strapi: Core.Strapi): void {
  register(strapi, {
    uid: HEADER_COMPONENT_UID,
    globalId: 'DocumentWebhooksHeader',
    schema: header,
  });
  register(strapi, {
    uid: FIELD_MAPPING_COMPONENT_UID,
    globalId: 'DocumentWebhooksFieldMapping',
    schema: fieldMapping,
  });
}

interface Component {
  uid: string;
  globalId: string;
  schema: ComponentSchema;
}

interface ComponentRegistry {
  get(uid: string): unknown;
  set(uid: string, component: unknown): unknown;
}

function register(strapi: Core.Strapi, { uid, globalId, schema }: Component): void {
  const components = strapi.get<ComponentRegistry>('components');
  if (components.get(uid)) return;

  const modelName = uid.slice(PLUGIN_ID.length + 1);
  components.set(uid, {
    ...schema,
    uid,
    category: PLUGIN_ID,
    modelType: 'component',
    modelName,
    globalId,
    options: {},
    pluginOptions: { 'content-type-builder': { visible: false } },
    __schema__: schema,
    // Without a file name every save in the Content-Type Builder breaks.
    __filename__: `${modelName}.json`,
  });
}
