import { useListDocumentWebhooksQuery } from '../../api/webhooks';
import { usePermissions } from '../../permissions';

/** Whether a webhook holds its deliveries; no, as far as is known, for who may not read webhooks. */
export function usePausedWebhooks(): (documentId: string) => boolean {
  const { webhooks: can } = usePermissions();
  const { data } = useListDocumentWebhooksQuery(
    { state: 'paused', pageSize: '100' },
    { skip: !can.read },
  );
  return (documentId) => Boolean(data?.data.some((webhook) => webhook.documentId === documentId));
}
