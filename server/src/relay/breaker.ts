import type { FailingWebhook } from '../outbox/breaker';

/** What this instance knows of webhooks whose queue is held; the database holds the truth. */
export interface Breaker {
  /** All that are held, as just read. */
  replace(failing: FailingWebhook[]): void;
  /** What a settled batch has shown. */
  note(shown: { failing: FailingWebhook[]; succeeded: string[] }): void;
  /** Whether its queue is held, or open to a probe alone. */
  holds(webhookId: string): boolean;
}

export function createBreaker(threshold: number): Breaker {
  let held = new Set<string>();

  return {
    replace(failing) {
      held = new Set(failing.map(({ webhookId }) => webhookId));
    },
    note({ failing, succeeded }) {
      for (const webhookId of succeeded) held.delete(webhookId);
      for (const { webhookId, failures } of failing) {
        if (failures >= threshold) held.add(webhookId);
      }
    },
    holds: (webhookId) => held.has(webhookId),
  };
}
