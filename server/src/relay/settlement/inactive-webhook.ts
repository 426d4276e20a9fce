import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { inactiveReason } from '../../webhooks/compiled/inactive-reason';
import type { AttemptResult } from '../attempt/attempt';

/** A webhook that was disabled or deleted during the request gets no retry. */
export function cancelIfInactive(
  registry: WebhookRegistry,
  delivered: AttemptResult,
): AttemptResult {
  const { kind } = delivered.disposition;
  if (kind !== 'retry' && kind !== 'hold') return delivered;
  const reason = inactiveReason(registry, delivered.webhookId);
  return reason === null ? delivered : { ...delivered, disposition: { kind: 'cancelled', reason } };
}
