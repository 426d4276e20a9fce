import type { Core, UID } from '@strapi/strapi';

import { eventsByType } from '../schema/events-by-type';
import { modelGetter, watchedType } from '../schema/watched-type';
import { PLUGIN_ID } from '../plugin-id';
import type { Catalogue } from './subscription';

/** Every content type but Strapi's own admin types and the plugin's: a webhook on webhooks would feed itself. */
export function createCatalogue(strapi: Core.Strapi): Catalogue {
  return {
    getModel: modelGetter(strapi),
    contentType(uid) {
      if (!isWatchable(uid) || !Object.hasOwn(strapi.contentTypes, uid)) return undefined;
      const { model, draftAndPublish } = watchedType(strapi, uid as UID.ContentType);
      return { model, events: eventsByType(draftAndPublish) };
    },
  };
}

export function isWatchable(uid: string): boolean {
  return !uid.startsWith(`plugin::${PLUGIN_ID}.`) && !uid.startsWith('admin::');
}
