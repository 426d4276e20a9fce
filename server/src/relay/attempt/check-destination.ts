import { isCustomEvent } from '../../contracts/events';
import type { DeliveryRecord } from '../../outbox/delivery';
import { deliveries, type Connection } from '../../outbox/database/tables';
import { isSameDestination, isWithinPaths } from '../../outbox/operator/captured-paths';
import { maySend, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { WebhookRegistry } from '../../webhooks/registry/registry';

const ELSEWHERE =
  'The delivery was captured for another URL, method or headers, and contains fields that the webhook no longer sends. Redeliver it as a user who can read them';

interface DestinationParts {
  connection: Connection;
  registry: Pick<WebhookRegistry, 'get' | 'refresh'>;
}

/**
 * Returns the webhook to send a delivery with, or the reason not to send it; null if the webhook is on
 * hold. A change of destination checks the deliveries that wait. One that was captured by a transaction
 * or an instance that did not know of the change yet is checked here. Registry and row are read again
 * first, because this instance may not know of the change either.
 */
export async function checkDestination(
  { connection, registry }: DestinationParts,
  webhook: CompiledWebhook,
  delivery: DeliveryRecord,
): Promise<CompiledWebhook | { problem: string } | null> {
  if (mayFollow(webhook, delivery)) return webhook;
  await registry.refresh();
  const now = registry.get(webhook.documentId);
  if (!now || !maySend(now)) return null;
  const row = await deliveries(connection)
    .where({ delivery_id: delivery.id })
    .first<{ captured_paths: string | null } | undefined>('captured_paths');
  if (!row) return null;
  delivery.capturedPaths = row.captured_paths;
  return mayFollow(now, delivery) ? now : { problem: ELSEWHERE };
}

/**
 * Whether a delivery may be sent to the present destination. Whoever set that could read everything that
 * the webhook captures now. Paths that are null are those of an earlier version, which are unknown.
 */
export function mayFollow(
  { capturedPaths: now, contentTypes, events }: CompiledWebhook,
  { capturedPaths, event: { event, uid } }: Pick<DeliveryRecord, 'capturedPaths' | 'event'>,
): boolean {
  if (capturedPaths === now || capturedPaths === null) return true;
  if (isSameDestination(capturedPaths, now)) return true;
  if (uid !== null && !contentTypes.includes(uid)) return false;
  // The data of a custom event has no paths.
  if (isCustomEvent(event)) return events.includes(event);
  return isWithinPaths(capturedPaths, now);
}
