import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useKnownWebhooks } from '../../hooks/use-known-webhooks';

/** Webhooks to filter by: all existing ones, and the chosen one even if it was deleted. */
export function useWebhookOptions(
  chosen: string,
  deliveries: Delivery[],
): { value: string; label: string }[] {
  const webhooks = useKnownWebhooks();
  const options = new Map(webhooks.all.map(({ documentId, name }) => [documentId, name]));
  for (const { webhook } of deliveries) {
    if (!options.has(webhook.documentId)) options.set(webhook.documentId, webhook.name);
  }
  if (chosen && !options.has(chosen)) options.set(chosen, chosen);
  return [...options].map(([value, label]) => ({ value, label }));
}
