import type { DeliveryRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/** A claimed delivery, with its frozen body unless the body has expressions. */
export type ReadyDelivery = DeliveryRecord;

export interface PrefetchedDelivery {
  delivery: ReadyDelivery;
  /** Time of the claim by the monotonic clock, in milliseconds. */
  claimedAt: number;
  /** Earliest time to send by the monotonic clock, in milliseconds. */
  notBefore: number;
  /** Whether it was claimed from the queue, not dispatched directly by its writer. */
  queued: boolean;
}

/**
 * Claimed deliveries that wait for a slot. Holds about as many as the webhook's receiver handles in a
 * second: a fast receiver is supplied by large batches, and a hung one leases few deliveries (I7).
 */
export interface PrefetchBuffer {
  /** Number of further deliveries to claim for a webhook, beyond its free slots. */
  wanted(webhook: CompiledWebhook, now: number): number;
  add(prefetched: PrefetchedDelivery): void;
  /** The first delivery of a webhook, without removing it. */
  first(webhookId: string): PrefetchedDelivery | undefined;
  next(webhookId: string): PrefetchedDelivery | undefined;
  webhooks(): string[];
  size(webhookId: string): number;
  /**
   * Whether the webhook's buffer is at most half full. A claim costs about the same for one delivery as for
   * many.
   */
  isLow(webhookId: string): boolean;
  /** Counts a finished attempt. */
  finished(webhookId: string): void;
  /** Removes and returns all deliveries of a webhook. */
  removeAll(webhookId: string): ReadyDelivery[];
  /** Removes and returns all deliveries. */
  clear(): ReadyDelivery[];
}

interface Pace {
  since: number;
  finished: number;
  perSecond: number;
}

/** Shortest interval for measuring a receiver's pace. */
const SHORTEST_SAMPLE_MS = 25;

export function createPrefetchBuffer(largest: number): PrefetchBuffer {
  const queues = new Map<string, PrefetchedDelivery[]>();
  const paces = new Map<string, Pace>();
  const size = (webhookId: string): number => queues.get(webhookId)?.length ?? 0;
  const targetSize = (webhookId: string): number =>
    Math.min(largest, Math.ceil(paces.get(webhookId)?.perSecond ?? 0));
  const isLow = (webhookId: string): boolean => size(webhookId) <= targetSize(webhookId) / 2;

  return {
    size,
    isLow,
    webhooks: () => [...queues.keys()],
    wanted({ documentId }, now) {
      const pace = paceAt(paces.get(documentId), now);
      paces.set(documentId, pace);
      return isLow(documentId) ? targetSize(documentId) - size(documentId) : 0;
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
    removeAll(webhookId) {
      const queue = queues.get(webhookId) ?? [];
      queues.delete(webhookId);
      return queue.map(({ delivery }) => delivery);
    },
    clear() {
      const all = [...queues.values()].flat().map(({ delivery }) => delivery);
      queues.clear();
      return all;
    },
  };
}

function paceAt(pace: Pace | undefined, now: number): Pace {
  if (!pace) return { since: now, finished: 0, perSecond: 0 };
  const elapsed = now - pace.since;
  if (elapsed < SHORTEST_SAMPLE_MS && pace.perSecond > 0) return pace;
  return { since: now, finished: 0, perSecond: (pace.finished * 1_000) / Math.max(1, elapsed) };
}
