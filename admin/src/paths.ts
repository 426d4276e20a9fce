import { PLUGIN_ID } from '../../server/src/plugin-id';

const ROOT = `/plugins/${PLUGIN_ID}`;

/** The paths of the pages, absolute within the admin panel. */
export const paths = {
  webhooks: ROOT,
  newWebhook: `${ROOT}/webhooks/create`,
  webhook: (documentId: string) => `${ROOT}/webhooks/${encodeURIComponent(documentId)}`,
  deliveries: `${ROOT}/deliveries`,
  deliveriesOf: (webhook: string) =>
    `${ROOT}/deliveries?${new URLSearchParams({ webhook }).toString()}`,
  skippedOf: (webhook: string) =>
    `${ROOT}/deliveries?${new URLSearchParams({ webhook, status: 'skipped' }).toString()}`,
  delivery: (id: string) => `${ROOT}/deliveries/${encodeURIComponent(id)}`,
};
