import { useRBAC } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../server/src/plugin-id';

type Subject = 'webhooks' | 'deliveries';

const permission = (subject: Subject, action: string) => ({
  action: `plugin::${PLUGIN_ID}.${subject}.${action}`,
  subject: null,
});

// `useRBAC` compares its argument by identity first: these live outside of any component.
const WEBHOOKS = ['read', 'create', 'update', 'delete'].map((a) => permission('webhooks', a));
const DELIVERIES = ['read', 'redeliver'].map((a) => permission('deliveries', a));

/** Any one of these shows the menu link. */
export const MENU_PERMISSIONS = [
  permission('webhooks', 'read'),
  permission('deliveries', 'read'),
];

export interface Permissions {
  isLoading: boolean;
  webhooks: { read: boolean; create: boolean; update: boolean; delete: boolean };
  deliveries: { read: boolean; redeliver: boolean };
}

/** What the signed-in person may do with the plugin. */
export function usePermissions(): Permissions {
  const webhooks = useRBAC(WEBHOOKS);
  const deliveries = useRBAC(DELIVERIES);
  return {
    isLoading: webhooks.isLoading || deliveries.isLoading,
    webhooks: {
      read: Boolean(webhooks.allowedActions.canRead),
      create: Boolean(webhooks.allowedActions.canCreate),
      update: Boolean(webhooks.allowedActions.canUpdate),
      delete: Boolean(webhooks.allowedActions.canDelete),
    },
    deliveries: {
      read: Boolean(deliveries.allowedActions.canRead),
      redeliver: Boolean(deliveries.allowedActions.canRedeliver),
    },
  };
}
