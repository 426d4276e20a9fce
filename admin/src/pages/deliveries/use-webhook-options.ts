import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useListDocumentWebhooksQuery } from '../../api/webhooks';
import { usePermissions } from '../../permissions';

// The most the API gives at once; a webhook beyond them is found by the link on its own row.
const PAGE_SIZE = '100';

/** Webhooks to filter by: those there are, and the chosen one even when it is gone. */
export function useWebhookOptions(
  chosen: string,
  deliveries: Delivery[],
): { value: string; label: string }[] {
  const { webhooks: can } = usePermissions();
  const { data } = useListDocumentWebhooksQuery({ pageSize: PAGE_SIZE }, { skip: !can.read });
  const options = new Map(data?.data.map(({ documentId, name }) => [documentId, name]));
  for (const { webhook } of deliveries) {
    if (!options.has(webhook.documentId)) options.set(webhook.documentId, webhook.name);
  }
  if (chosen && !options.has(chosen)) options.set(chosen, chosen);
  return [...options].map(([value, label]) => ({ value, label }));
}
