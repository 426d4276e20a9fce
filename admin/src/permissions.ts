import { useAuth } from '@strapi/strapi/admin';
import { useMemo } from 'react';

import { PLUGIN_ID } from '../../server/src/plugin-id';

const permission = (action: string) => ({
  action: `plugin::${PLUGIN_ID}.${action}`,
  subject: null,
});

/** Any one of these shows the menu link. */
export const MENU_PERMISSIONS = [permission('webhooks.read'), permission('deliveries.read')];

/** Strapi's own, in its settings. */
const READ_BUILT_IN = 'admin::webhooks.read';

export interface Permissions {
  isLoading: boolean;
  webhooks: { read: boolean; create: boolean; update: boolean; delete: boolean; send: boolean };
  deliveries: { read: boolean; redeliver: boolean };
  secrets: { rotate: boolean };
  builtInWebhooks: { read: boolean };
}

/**
 * The permissions of the current user for the plugin. Read from the permissions themselves and not by
 * `useRBAC`, which checks only when it mounts: if the permissions arrive later, as when a page of the
 * plugin is opened directly, it never updates.
 */
export function usePermissions(): Permissions {
  const isLoading = useAuth('usePermissions', (auth) => auth.isLoading);
  const granted = useAuth('usePermissions', (auth) => auth.permissions);

  return useMemo(() => {
    const actions = new Set(granted.map(({ action }) => action));
    const may = (action: string) => actions.has(permission(action).action);
    return {
      isLoading,
      webhooks: {
        read: may('webhooks.read'),
        create: may('webhooks.create'),
        update: may('webhooks.update'),
        delete: may('webhooks.delete'),
        send: may('webhooks.send'),
      },
      deliveries: { read: may('deliveries.read'), redeliver: may('deliveries.redeliver') },
      secrets: { rotate: may('secrets.rotate') },
      builtInWebhooks: { read: actions.has(READ_BUILT_IN) },
    };
  }, [isLoading, granted]);
}
