import type { Queue } from 'bullmq';

/** Data of a job: deliveries of this webhook are due, or of any webhook (null). */
export interface Wakeup {
  webhookId: string | null;
}

export type WakeupQueue = Queue<Wakeup>;

export const QUEUE_NAME = 'due';

/** Milliseconds by which a wake-up may be late at least, so that several of one webhook merge. */
const SHORTEST_STEP_MS = 50;
/** Most lateness of a wake-up as a fraction of its delay. */
const LATEST = 1 / 50;

/**
 * Sends a wake-up. Duplicates merge until an instance begins to poll; a later delivery could be missed by
 * that poll.
 */
export async function enqueueWakeup(queue: WakeupQueue, webhookId: string | null): Promise<void> {
  await queue.add('look', { webhookId }, { deduplication: { id: webhookId ?? '*' } });
}

/**
 * Sends a delayed wake-up. Wake-ups at about the same time merge, so that a thousand retries need few
 * polls.
 */
export async function wakeupAt(queue: WakeupQueue, webhookId: string, at: number): Promise<void> {
  const deduplication = { id: `${webhookId}@${at}` };
  await queue.add('look', { webhookId }, { deduplication, delay: Math.max(0, at - Date.now()) });
}

/** Time of the poll after a delay: rounded up, in steps that grow with the delay. */
export function pollTime(delayMs: number, now: number): number {
  const step = Math.max(
    SHORTEST_STEP_MS,
    2 ** Math.floor(Math.log2(Math.max(1, delayMs * LATEST))),
  );
  return Math.ceil((now + delayMs) / step) * step;
}
