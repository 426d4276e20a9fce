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

interface ReleaseParts {
  connection: Connection;
  inFlightKeys: InFlightKeys;
  breaker: BreakerCache;
  prefetched: PrefetchBuffer;
  engine: Pick<Engine, 'wakeIn'>;
  log: { warn: (message: string) => void };
  /** Looks soon for what is due. */
  wake: () => void;
}

export interface Release {
  onStored(batch: AttemptResult[]): void;
  giveBack(claimed: DeliveryRecord[]): Promise<void>;
  /** What is claimed for these webhooks and not sent yet goes back to the queue. */
  holdBack(webhookIds: Iterable<string>): void;
  freeLanes(over: OrderingKey[]): void;
}

/** Lets go of what an instance had taken: lanes once an attempt is recorded, leases of what it does not send. */
export function createRelease(parts: ReleaseParts): Release {
  const { connection, inFlightKeys, breaker, prefetched, engine, log, wake } = parts;

  async function giveBack(claimed: DeliveryRecord[]): Promise<void> {
    await releaseLeases(() => requeue(connection, claimed), log);
    freeLanes(claimed.map(orderingKeyOf));
  }

  function holdBack(webhookIds: Iterable<string>): void {
    for (const webhookId of webhookIds) {
      const held = prefetched.takeOut(webhookId);
      if (held.length > 0) void giveBack(held);
    }
  }

  function freeLanes(over: OrderingKey[]): void {
    const awaited = over.map(inFlightKeys.free).some(Boolean);
    if (awaited) wake();
  }

  function announceRetries(batch: AttemptResult[]): void {
    for (const { webhookId, disposition } of batch) {
      if (disposition.kind === 'retry') engine.wakeIn(webhookId, disposition.delayMs);
    }
  }

  return {
    onStored(batch) {
      const failed = batch.filter(({ disposition }) => disposition.kind !== 'delivered');
      const restrained = failed.map((it) => it.webhookId).filter(breaker.restrains);
      holdBack(new Set(restrained));
      freeLanes(batch);
      announceRetries(batch);
      // The next of their lanes may be claimable by now; a look learns when a hold ends.
      if (batch.some(({ queued, disposition }) => queued || disposition.kind === 'hold')) wake();
    },
    giveBack,
    holdBack,
    freeLanes,
  };
}
