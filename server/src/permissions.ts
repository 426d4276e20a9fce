import type { Core } from '@strapi/strapi';

import { PLUGIN_ID, WEBHOOK_UID } from './plugin-id';

/** Actions a role may be granted, as `plugin::document-webhooks.<uid>`. */
const ACTIONS = {
  'webhooks.read': { displayName: 'Read', subCategory: 'webhooks' },
  'webhooks.create': { displayName: 'Create', subCategory: 'webhooks' },
  'webhooks.update': { displayName: 'Edit', subCategory: 'webhooks' },
  'webhooks.delete': { displayName: 'Delete', subCategory: 'webhooks' },
  'webhooks.send': { displayName: 'Send manually', subCategory: 'webhooks' },
  'deliveries.read': { displayName: 'Read', subCategory: 'deliveries' },
  'deliveries.redeliver': { displayName: 'Redeliver and cancel', subCategory: 'deliveries' },
  'secrets.rotate': { displayName: 'Rotate signing secrets', subCategory: 'secrets' },
  'environment.use': {
    displayName: 'Use environment variables in webhooks',
    subCategory: 'environment',
  },
} as const;

export type PermissionAction = keyof typeof ACTIONS;

/** As roles are granted it. */
export function permissionId(action: PermissionAction): string {
  return `plugin::${PLUGIN_ID}.${action}`;
}

interface PermissionService {
  actionProvider: { registerMany(actions: unknown[]): Promise<void> };
  engine: { hooks: Record<'before-format::validate.permission', Hook> };
}

interface Hook {
  register(handler: (context: { permission: Granted }) => false | undefined): void;
}

interface Granted {
  action: string;
  subject?: string | null;
}

const CONTENT_MANAGER = 'plugin::content-manager.';
/** A process has one, however often Strapi starts in it. */
const narrowed = new WeakSet<object>();

/**
 * The Content Manager's API lists hidden content types too, to whoever is granted its permission for them.
 * Webhooks have pages and permissions of their own: there, that permission is worth nothing.
 */
export function keepOutOfContentManager(strapi: Core.Strapi): void {
  const { engine } = strapi.service('admin::permission') as unknown as PermissionService;
  if (narrowed.has(engine)) return;
  narrowed.add(engine);
  engine.hooks['before-format::validate.permission'].register(({ permission }) =>
    permission.subject === WEBHOOK_UID && permission.action.startsWith(CONTENT_MANAGER)
      ? false
      : undefined,
  );
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
