import type { Core } from '@strapi/strapi';

import { PLUGIN_ID } from './plugin-id';

/** Actions a role may be granted, as `plugin::document-webhooks.<uid>`. */
const ACTIONS = {
  'webhooks.read': { displayName: 'Read', subCategory: 'webhooks' },
  'webhooks.create': { displayName: 'Create', subCategory: 'webhooks' },
  'webhooks.update': { displayName: 'Edit', subCategory: 'webhooks' },
  'webhooks.delete': { displayName: 'Delete', subCategory: 'webhooks' },
  'webhooks.send': { displayName: 'Send by hand', subCategory: 'webhooks' },
  'deliveries.read': { displayName: 'Read', subCategory: 'deliveries' },
  'deliveries.redeliver': { displayName: 'Redeliver and cancel', subCategory: 'deliveries' },
  'secrets.rotate': { displayName: 'Rotate signing secrets', subCategory: 'secrets' },
} as const;

export type PermissionAction = keyof typeof ACTIONS;

/** As roles are granted it. */
export function permissionId(action: PermissionAction): string {
  return `plugin::${PLUGIN_ID}.${action}`;
}

interface PermissionService {
  actionProvider: { registerMany(actions: unknown[]): Promise<void> };
}

export async function registerPermissions(strapi: Core.Strapi): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as PermissionService;
  await actionProvider.registerMany(
    Object.entries(ACTIONS).map(([uid, action]) => ({
      section: 'plugins',
      pluginName: PLUGIN_ID,
      uid,
      ...action,
    })),
  );
}
