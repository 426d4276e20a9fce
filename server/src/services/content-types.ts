import type { Core, UID } from '@strapi/strapi';

import { DEFAULT_CONCURRENCY } from '../config';
import { eventsByType, modelGetter, watchedType } from '../schema/watched-type';
import type {
  ContextField,
  DeliveryDefaults,
  FieldNode,
  SubscribableContentType,
} from '../contracts/content-types';
import { isCustomEvent } from '../contracts/events';
import { CONTEXT_FIELDS } from '../mapping/context-fields';
import { fieldTree } from '../schema/field-tree';
import { treeOf } from '../schema/path-tree';
import { isReadable, type ReadAccess } from '../validation/references/unreadable-fields';
import { containerOf } from '../container';

/** The content types that a webhook can watch, with the fields that a mapping can use. */
export function contentTypesService({ strapi }: { strapi: Core.Strapi }) {
  return {
    contextFields: (): ContextField[] => CONTEXT_FIELDS,

    /** Custom events in the configuration or in webhooks, in alphabetical order. */
    customEvents(): string[] {
      const { config, registry } = containerOf(strapi);
      const used = registry.events().filter(isCustomEvent);
      return [...new Set([...config.events, ...used])].sort();
    },

    defaults(): DeliveryDefaults {
      const { timeoutMs, retryDelays } = containerOf(strapi).config.delivery;
      return { timeoutMs, retryDelays, concurrency: DEFAULT_CONCURRENCY };
    },

    /** All types, or the part that a user can read. */
    list(access: ReadAccess = ANYBODY): SubscribableContentType[] {
      return containerOf(strapi)
        .catalogue.all()
        .filter(({ uid }) => access.type(uid))
        .map(({ uid }) => describe(strapi, uid as UID.ContentType, access))
        .sort((a, b) => a.displayName.localeCompare(b.displayName));
    },
  };
}

const ANYBODY: ReadAccess = { type: () => true, field: () => true };

function describe(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  access: ReadAccess,
): SubscribableContentType {
  const getModel = modelGetter(strapi);
  const contentType = strapi.contentType(uid);
  const { model, draftAndPublish, localized } = watchedType(strapi, uid);
  return {
    uid,
    displayName: contentType.info.displayName,
    kind: contentType.kind,
    draftAndPublish,
    localized,
    events: [...eventsByType(draftAndPublish)],
    fields: readableNodes(fieldTree(model, getModel), ({ path }) =>
      isReadable({ model, tree: treeOf([path.split('.')]) }, access, getModel),
    ),
  };
}

/** Keeps a parent node if one of its children is readable. */
function readableNodes(nodes: FieldNode[], canRead: (node: FieldNode) => boolean): FieldNode[] {
  return nodes.flatMap((node) => {
    if (!node.children) return canRead(node) ? [node] : [];
    const children = readableNodes(node.children, canRead);
    const hasReadable = children.some(({ name }) => name !== 'id' && name !== 'documentId');
    return hasReadable || canRead(node) ? [{ ...node, children }] : [];
  });
}
