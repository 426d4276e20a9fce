import type { WebhookRegistry } from '../webhooks/registry';
import type { Delivered } from './deliver';

/** A webhook that was disabled or deleted during the request gets no retry. */
export function stillWanted(registry: WebhookRegistry, delivered: Delivered): Delivered {
  if (delivered.fate.kind !== 'retry') return delivered;
  const webhook = registry.get(delivered.webhookId);
  if (webhook && webhook.state !== 'disabled') return delivered;
  const reason = webhook ? 'The webhook was disabled' : 'The webhook was deleted';
  return { ...delivered, fate: { kind: 'cancelled', reason } };
}
