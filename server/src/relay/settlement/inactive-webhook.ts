import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { whyUnwanted } from '../../webhooks/compiled/inactive-reason';
import type { Delivered } from '../attempt/attempt';

/** A webhook that was disabled or deleted during the request gets no retry. */
export function stillWanted(registry: WebhookRegistry, delivered: Delivered): Delivered {
  const { kind } = delivered.fate;
  if (kind !== 'retry' && kind !== 'hold') return delivered;
  const reason = whyUnwanted(registry, delivered.webhookId);
  return reason === null ? delivered : { ...delivered, fate: { kind: 'cancelled', reason } };
}
