import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/**
 * Limits requests in flight, of this instance and of each webhook, so that a hung endpoint uses at most its
 * own `concurrency` (I7).
 */
export interface ConcurrencyLimiter {
  room(webhook: CompiledWebhook): number;
  take(webhookId: string): void;
  free(webhookId: string): void;
  /** Sets how many webhooks have due deliveries. */
  setContenders(webhooks: number): void;
}

/**
 * If several webhooks have due deliveries, none takes more than half of the free slots. So a few hung
 * endpoints cannot fill the instance, and the last slots go to the webhooks with the fewest.
 */
export function createConcurrencyLimiter(concurrency: number): ConcurrencyLimiter {
  const byWebhook = new Map<string, number>();
  let taken = 0;
  let contended = false;
  const takenBy = (webhookId: string): number => byWebhook.get(webhookId) ?? 0;

  return {
    room({ documentId, concurrency: own }) {
      const mine = takenBy(documentId);
      const freeSlots = concurrency - taken;
      const shared = contended || taken > mine;
      const fair = shared ? Math.ceil((freeSlots - mine) / 2) : freeSlots;
      return Math.max(0, Math.min(fair, own - mine));
    },
    take(webhookId) {
      taken += 1;
      byWebhook.set(webhookId, takenBy(webhookId) + 1);
    },
    free(webhookId) {
      taken -= 1;
      const left = takenBy(webhookId) - 1;
      if (left > 0) byWebhook.set(webhookId, left);
      else byWebhook.delete(webhookId);
    },
    setContenders(webhooks) {
      contended = webhooks > 1;
    },
  };
}
