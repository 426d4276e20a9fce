import type { Core, UID } from '@strapi/strapi';

import { eventsByType, modelGetter, watchedType } from '../../schema/watched-type';
import { FILE_UID, isInContentManager, type Model } from '../../schema/model';
import { PLUGIN_ID } from '../../plugin-id';
import type { Catalogue } from '../attributes/subscription';

/** Every content type but Strapi's own admin types and the plugin's: a webhook on webhooks would feed itself. */
export function createCatalogue(strapi: Core.Strapi): Catalogue {
  return {
    getModel: modelGetter(strapi),
    all() {
      const all = Object.values(strapi.contentTypes) as Model[];
      return all.filter((type) => isWatchable(type.uid) && isForEditors(type));
    },
    contentType(uid) {
      if (!isWatchable(uid) || !Object.hasOwn(strapi.contentTypes, uid)) return undefined;
      const { model, draftAndPublish } = watchedType(strapi, uid as UID.ContentType);
      return { model, events: eventsByType(draftAndPublish) };
    },
  };
}

/**
 * Types of the Content Manager, and the files of the Media Library; the rest (permissions, tokens,
 * sessions) is Strapi's own plumbing.
 */
function isForEditors(type: Model): boolean {
  return type.uid === FILE_UID || isInContentManager(type);
}

/** Whether any webhook may watch the type. */
export function isWatchable(uid: string): boolean {
  return !uid.startsWith(`plugin::${PLUGIN_ID}.`) && !uid.startsWith('admin::');
}
