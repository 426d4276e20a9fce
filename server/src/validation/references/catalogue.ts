import type { Core, UID } from '@strapi/strapi';

import { eventsByType, modelGetter, watchedType } from '../../schema/watched-type';
import { FILE_UID, isInContentManager, type GetModel, type Model } from '../../schema/model';
import { PLUGIN_ID } from '../../plugin-id';
import type { Compilers } from '../attributes/expressions';

/** The content types that a webhook can reference. */
export interface Catalogue {
  /** Undefined if the type is unknown or cannot be watched. */
  contentType(uid: string): { model: Model; events: readonly string[] } | undefined;
  /** All types that editors see in the admin panel. */
  all(): Model[];
  getModel: GetModel;
}

export interface SubscriptionParts {
  catalogue: Catalogue;
  compilers: Compilers;
}

/**
 * All content types except Strapi's admin types and the plugin's own; a webhook on webhooks would
 * trigger itself.
 */
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
 * Types in the Content Manager, and Media Library files. Other types (permissions, tokens,
 * sessions) are internal.
 */
function isForEditors(type: Model): boolean {
  return type.uid === FILE_UID || isInContentManager(type);
}

/** True if webhooks can watch the type. */
export function isWatchable(uid: string): boolean {
  return !uid.startsWith(`plugin::${PLUGIN_ID}.`) && !uid.startsWith('admin::');
}
