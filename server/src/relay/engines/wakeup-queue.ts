import type { Queue } from 'bullmq';

/** What a job of the queue says: something of this webhook is due, or of any (null). */
export interface Wakeup {
  webhookId: string | null;
}

export type WakeupQueue = Queue<Wakeup>;

export const QUEUE_NAME = 'due';

/** Least milliseconds by which a look may come late, so that several of one webhook share it. */
const SHORTEST_STEP_MS = 50;
/** A look comes late by this part of its delay at most. */
const LATEST = 1 / 50;

/**
 * Announces at once. Repeats merge until an instance begins to look: from then on a delivery may have
 * escaped its look.
 */
export async function enqueueWakeup(queue: WakeupQueue, webhookId: string | null): Promise<void> {
  await queue.add('look', { webhookId }, { deduplication: { id: webhookId ?? '*' } });
}

/** Announces for later. Those of about the same time merge: a thousand retries need few looks. */
export async function wakeupAt(queue: WakeupQueue, webhookId: string, at: number): Promise<void> {
  const deduplication = { id: `${webhookId}@${at}` };
  await queue.add('look', { webhookId }, { deduplication, delay: Math.max(0, at - Date.now()) });
}

/** When to look for what is due after a delay: rounded up, in steps that grow with the delay. */
export function pollTime(delayMs: number, now: number): number {
  const step = Math.max(
    SHORTEST_STEP_MS,
    2 ** Math.floor(Math.log2(Math.max(1, delayMs * LATEST))),
  );
  return Math.ceil((now + delayMs) / step) * step;
}
