import type { Core, UID } from '@strapi/strapi';

import { DEFAULT_CONCURRENCY } from '../config';
import { eventsByType } from '../schema/events-by-type';
import { modelGetter, watchedType } from '../schema/watched-type';
import type {
  ContextField,
  DeliveryDefaults,
  SubscribableContentType,
} from '../contracts/content-types';
import { isCustomEvent } from '../contracts/events';
import { CONTEXT_FIELDS } from '../mapping/context-fields';
import { fieldTree } from '../schema/field-tree';
import { FILE_UID } from '../schema/model';
import { isWatchable } from '../validation/catalogue';
import { pipelineOf } from './pipeline';

/** The content types that a webhook can watch, with the fields that a mapping may name. */
export function contentTypesService({ strapi }: { strapi: Core.Strapi }) {
  return {
    contextFields: (): ContextField[] => CONTEXT_FIELDS,

    /** Those that the configuration declares or a webhook uses, in alphabetical order. */
    customEvents(): string[] {
      const { config, registry } = pipelineOf(strapi);
      const used = registry.all().flatMap(({ events }) => events.filter(isCustomEvent));
      return [...new Set([...config.events, ...used])].sort();
    },

    defaults(): DeliveryDefaults {
      const { timeoutMs, retryDelays } = pipelineOf(strapi).config.delivery;
      return { timeoutMs, retryDelays, concurrency: DEFAULT_CONCURRENCY };
    },

    list(): SubscribableContentType[] {
      return Object.keys(strapi.contentTypes)
        .filter((uid) => isWatchable(uid) && isForEditors(strapi, uid as UID.ContentType))
        .map((uid) => describe(strapi, uid as UID.ContentType))
        .sort((a, b) => a.displayName.localeCompare(b.displayName));
    },
  };
}

/**
 * Types of the Content Manager, and the files of the Media Library; the rest (permissions, tokens,
 * sessions) is Strapi's own plumbing.
 */
function isForEditors(strapi: Core.Strapi, uid: UID.ContentType): boolean {
  if (uid === FILE_UID) return true;
  const { pluginOptions } = strapi.contentType(uid);
  const contentManager = pluginOptions?.['content-manager'] as { visible?: boolean } | undefined;
  return contentManager?.visible !== false;
}

function describe(strapi: Core.Strapi, uid: UID.ContentType): SubscribableContentType {
  const contentType = strapi.contentType(uid);
  const { model, draftAndPublish, localized } = watchedType(strapi, uid);
  return {
    uid,
    displayName: contentType.info.displayName,
    kind: contentType.kind,
    draftAndPublish,
    localized,
    events: [...eventsByType(draftAndPublish)],
    fields: fieldTree(model, modelGetter(strapi)),
  };
}
