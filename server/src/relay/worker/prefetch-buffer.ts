import type { DeliveryRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/** A claimed delivery, with its frozen body unless that takes evaluating. */
export type ReadyDelivery = DeliveryRecord;

export interface PrefetchedDelivery {
  delivery: ReadyDelivery;
  /** When it was claimed, by the monotonic clock, in milliseconds. */
  claimedAt: number;
  /** When it may be sent at the earliest, by the monotonic clock. */
  notBefore: number;
  /** Whether it came from the queue, and not straight from its writer. */
  queued: boolean;
}

/**
 * Claimed deliveries that wait for a slot. It holds about what a webhook's receiver takes in a second,
 * so that a quick one is fed by large batches and a hung one leases next to nothing.
 */
export interface PrefetchBuffer {
  /** How many more to claim for a webhook, beyond its free slots. */
  wanted(webhook: CompiledWebhook, now: number): number;
  add(prefetched: PrefetchedDelivery): void;
  /** The first of a webhook's; it stays. */
  first(webhookId: string): PrefetchedDelivery | undefined;
  next(webhookId: string): PrefetchedDelivery | undefined;
  webhooks(): string[];
  size(webhookId: string): number;
  /** Whether it is half empty: a claim costs much the same for one as for many. */
  isLow(webhookId: string): boolean;
  /** Counts a finished attempt. */
  finished(webhookId: string): void;
  /** Takes all of one webhook out. */
  takeOut(webhookId: string): ReadyDelivery[];
  /** Takes everybody out. */
  clear(): ReadyDelivery[];
}

interface Pace {
  since: number;
  finished: number;
  perSecond: number;
}

/** Less tells nothing of a receiver's pace. */
const SHORTEST_LOOK_MS = 25;

export function createPrefetchBuffer(largest: number): PrefetchBuffer {
  const queues = new Map<string, PrefetchedDelivery[]>();
  const paces = new Map<string, Pace>();
  const size = (webhookId: string): number => queues.get(webhookId)?.length ?? 0;
  const targetOf = (webhookId: string): number =>
    Math.min(largest, Math.ceil(paces.get(webhookId)?.perSecond ?? 0));
  const isLow = (webhookId: string): boolean => size(webhookId) <= targetOf(webhookId) / 2;

  return {
    size,
    isLow,
    webhooks: () => [...queues.keys()],
    wanted({ documentId }, now) {
      const pace = paceAt(paces.get(documentId), now);
      paces.set(documentId, pace);
      return isLow(documentId) ? targetOf(documentId) - size(documentId) : 0;
    },
    add(prefetched) {
      const { webhookId } = prefetched.delivery;
      const queue = queues.get(webhookId);
      if (queue) queue.push(prefetched);
      else queues.set(webhookId, [prefetched]);
    },
    first: (webhookId) => queues.get(webhookId)?.[0],
    next(webhookId) {
      const queue = queues.get(webhookId);
      const prefetched = queue?.shift();
      if (queue?.length === 0) queues.delete(webhookId);
      return prefetched;
    },
    finished(webhookId) {
      const pace = paces.get(webhookId);
      if (pace) pace.finished += 1;
    },
    takeOut(webhookId) {
      const queue = queues.get(webhookId) ?? [];
      queues.delete(webhookId);
      return queue.map(({ delivery }) => delivery);
    },
    clear() {
      const everybody = [...queues.values()].flat().map(({ delivery }) => delivery);
      queues.clear();
      return everybody;
    },
  };
}

function paceAt(pace: Pace | undefined, now: number): Pace {
  if (!pace) return { since: now, finished: 0, perSecond: 0 };
  const elapsed = now - pace.since;
  if (elapsed < SHORTEST_LOOK_MS && pace.perSecond > 0) return pace;
  return { since: now, finished: 0, perSecond: (pace.finished * 1_000) / Math.max(1, elapsed) };
}
