import type { DeliveryRecord } from '../../outbox/delivery';
import { orderingKeyOf, type OrderingKey } from '../../outbox/ordering-key';
import { requeue } from '../../outbox/consume/requeue';
import type { Connection } from '../../outbox/database/tables';
import type { BreakerCache } from '../worker/breaker-cache';
import type { AttemptResult } from '../attempt/attempt';
import type { Engine } from '../engines/engine';
import { releaseLeases } from './release-leases';
import type { InFlightKeys } from '../worker/in-flight-keys';
import type { PrefetchBuffer } from '../worker/prefetch-buffer';

interface AfterSettlementParts {
  connection: Connection;
  inFlightKeys: InFlightKeys;
  breaker: BreakerCache;
  prefetched: PrefetchBuffer;
  engine: Pick<Engine, 'wakeIn'>;
  log: { warn: (message: string) => void };
  /** Schedules a poll. */
  wake: () => void;
}

export interface AfterSettlement {
  onStored(batch: AttemptResult[]): void;
  requeueClaimed(claimed: DeliveryRecord[]): Promise<void>;
  /** Requeues claimed deliveries of these webhooks that have not been sent. */
  requeueWebhooks(webhookIds: Iterable<string>): void;
  freeKeys(keys: OrderingKey[]): void;
}

/**
 * Frees the ordering keys of settled deliveries, and requeues claimed deliveries that are not sent.
 */
export function createAfterSettlement(parts: AfterSettlementParts): AfterSettlement {
  const { connection, inFlightKeys, breaker, prefetched, engine, log, wake } = parts;

  async function requeueClaimed(claimed: DeliveryRecord[]): Promise<void> {
    await releaseLeases(() => requeue(connection, claimed), log);
    freeKeys(claimed.map(orderingKeyOf));
  }

  function requeueWebhooks(webhookIds: Iterable<string>): void {
    for (const webhookId of webhookIds) {
      const unsent = prefetched.removeAll(webhookId);
      if (unsent.length > 0) void requeueClaimed(unsent);
    }
  }

  function freeKeys(keys: OrderingKey[]): void {
    const awaited = keys.map(inFlightKeys.free).some(Boolean);
    if (awaited) wake();
  }

  function scheduleRetries(batch: AttemptResult[]): void {
    for (const { webhookId, disposition } of batch) {
      if (disposition.kind === 'retry') engine.wakeIn(webhookId, disposition.delayMs);
    }
  }

  return {
    onStored(batch) {
      const failed = batch.filter(({ disposition }) => disposition.kind !== 'delivered');
      const unhealthy = failed.map((it) => it.webhookId).filter(breaker.isLimited);
      requeueWebhooks(new Set(unhealthy));
      freeKeys(batch);
      scheduleRetries(batch);
      // The next delivery of a message group may be claimable now. A poll also learns when a hold ends.
      if (batch.some(({ queued, disposition }) => queued || disposition.kind === 'hold')) wake();
    },
    requeueClaimed,
    requeueWebhooks,
    freeKeys,
  };
}
