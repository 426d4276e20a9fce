import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { inactiveReason } from '../../webhooks/compiled/inactive-reason';
import type { AttemptResult } from '../attempt/attempt';

/** Cancels the retry if the webhook was disabled or deleted during the request. */
export function cancelIfInactive(registry: WebhookRegistry, result: AttemptResult): AttemptResult {
  const { kind } = result.disposition;
  if (kind !== 'retry' && kind !== 'hold') return result;
  const reason = inactiveReason(registry, result.webhookId);
  return reason === null ? result : { ...result, disposition: { kind: 'cancelled', reason } };
}
