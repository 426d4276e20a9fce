import type { WebhookInForce } from '../webhooks/webhook-in-force';

/** Requests in flight, of this instance and of each webhook: a hung endpoint holds its own at most. */
export interface Slots {
  room(webhook: WebhookInForce): number;
  take(webhookId: string): void;
  free(webhookId: string): void;
}

export function createSlots(concurrency: number): Slots {
  const byWebhook = new Map<string, number>();
  let taken = 0;
  const takenBy = (webhookId: string): number => byWebhook.get(webhookId) ?? 0;

  return {
    room: (webhook) =>
      Math.max(0, Math.min(concurrency - taken, webhook.concurrency - takenBy(webhook.documentId))),
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
  };
}
