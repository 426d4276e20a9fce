import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/** Requests in flight, of this instance and of each webhook: a hung endpoint holds its own at most. */
export interface ConcurrencyLimiter {
  room(webhook: CompiledWebhook): number;
  take(webhookId: string): void;
  free(webhookId: string): void;
  /** Whether more than one webhook has something to send. */
  shareAmong(webhooks: number): void;
}

/**
 * Where several webhooks want to send, none takes more than what it leaves free: a few that hang
 * cannot fill the instance, and the last slots go to those that have fewest.
 */
export function createConcurrencyLimiter(concurrency: number): ConcurrencyLimiter {
  const byWebhook = new Map<string, number>();
  let taken = 0;
  let contended = false;
  const takenBy = (webhookId: string): number => byWebhook.get(webhookId) ?? 0;

  return {
    room({ documentId, concurrency: own }) {
      const mine = takenBy(documentId);
      const free = concurrency - taken;
      const shared = contended || taken > mine;
      const fair = shared ? Math.ceil((free - mine) / 2) : free;
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
    shareAmong(webhooks) {
      contended = webhooks > 1;
    },
  };
}
