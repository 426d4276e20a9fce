import { permissionId, type PermissionAction } from '../permissions';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

function route(
  method: Method,
  path: string,
  [handler, ...actions]: [string, ...PermissionAction[]],
) {
  const permission = {
    name: 'admin::hasPermissions',
    config: { actions: actions.map(permissionId) },
  };
  return {
    method,
    path,
    handler,
    config: { policies: ['admin::isAuthenticatedAdmin', permission] },
  };
}

/** Section 5 of the published interface; Strapi puts `/document-webhooks` in front. */
export const routes = {
  admin: {
    type: 'admin',
    routes: [
      route('GET', '/webhooks', ['webhooks.find', 'webhooks.read']),
      route('POST', '/webhooks', ['webhooks.create', 'webhooks.create']),
      route('POST', '/webhooks/preview', ['webhooks.preview', 'webhooks.read']),
      route('POST', '/webhooks/backtest', ['webhooks.backtest', 'webhooks.read']),
      route('GET', '/webhooks/export', ['transfer.export', 'webhooks.read']),
      route('POST', '/webhooks/import', ['transfer.import', 'webhooks.create', 'webhooks.update']),
      route('POST', '/webhooks/import-built-in', ['transfer.importBuiltIn', 'webhooks.create']),
      route('GET', '/webhooks/:documentId', ['webhooks.findOne', 'webhooks.read']),
      route('PUT', '/webhooks/:documentId', ['webhooks.update', 'webhooks.update']),
      route('DELETE', '/webhooks/:documentId', ['webhooks.delete', 'webhooks.delete']),
      route('POST', '/webhooks/:documentId/test', ['webhooks.test', 'webhooks.send']),
      route('POST', '/webhooks/:documentId/send', ['webhooks.send', 'webhooks.send']),
      route('POST', '/webhooks/:documentId/recover', ['webhooks.recover', 'deliveries.redeliver']),
      route('POST', '/webhooks/:documentId/rotate-secret', [
        'webhooks.rotateSecret',
        'secrets.rotate',
      ]),
      route('GET', '/deliveries', ['deliveries.find', 'deliveries.read']),
      route('GET', '/deliveries/:id', ['deliveries.findOne', 'deliveries.read']),
      route('POST', '/deliveries/:id/redeliver', ['deliveries.redeliver', 'deliveries.redeliver']),
      route('POST', '/deliveries/:id/cancel', ['deliveries.cancel', 'deliveries.redeliver']),
      route('GET', '/content-types', ['content-types.find', 'webhooks.read']),
    ],
  },
};
