import type { DeliveryRecord } from '../../outbox/delivery';
import { laneOf, type Lane } from '../../outbox/ordering-key';
import { release } from '../../outbox/consume/release';
import type { Connection } from '../../outbox/database/tables';
import type { Breaker } from '../worker/breaker-cache';
import type { Delivered } from '../attempt/attempt';
import type { Engine } from '../engines/engine';
import { giveLeasesBack } from './release-leases';
import type { Lanes } from '../worker/in-flight-keys';
import type { WaitingRoom } from '../worker/prefetch-buffer';

interface ReleaseParts {
  connection: Connection;
  lanes: Lanes;
  breaker: Breaker;
  waiting: WaitingRoom;
  engine: Pick<Engine, 'announceIn'>;
  log: { warn: (message: string) => void };
  /** Looks soon for what is due. */
  wake: () => void;
}

export interface Release {
  onStored(batch: Delivered[]): void;
  giveBack(claimed: DeliveryRecord[]): Promise<void>;
  /** What is claimed for these webhooks and not sent yet goes back to the queue. */
  holdBack(webhookIds: Iterable<string>): void;
  freeLanes(over: Lane[]): void;
}

/** Lets go of what an instance had taken: lanes once an attempt is recorded, leases of what it does not send. */
export function createRelease(parts: ReleaseParts): Release {
  const { connection, lanes, breaker, waiting, engine, log, wake } = parts;

  async function giveBack(claimed: DeliveryRecord[]): Promise<void> {
    await giveLeasesBack(() => release(connection, claimed), log);
    freeLanes(claimed.map(laneOf));
  }

  function holdBack(webhookIds: Iterable<string>): void {
    for (const webhookId of webhookIds) {
      const held = waiting.takeOut(webhookId);
      if (held.length > 0) void giveBack(held);
    }
  }

  function freeLanes(over: Lane[]): void {
    const awaited = over.map(lanes.free).some(Boolean);
    if (awaited) wake();
  }

  function announceRetries(batch: Delivered[]): void {
    for (const { webhookId, fate } of batch) {
      if (fate.kind === 'retry') engine.announceIn(webhookId, fate.delayMs);
    }
  }

  return {
    onStored(batch) {
      const failed = batch.filter(({ fate }) => fate.kind !== 'delivered');
      const restrained = failed.map((it) => it.webhookId).filter(breaker.restrains);
      holdBack(new Set(restrained));
      freeLanes(batch);
      announceRetries(batch);
      // The next of their lanes may be claimable by now; a look learns when a hold ends.
      if (batch.some(({ queued, fate }) => queued || fate.kind === 'hold')) wake();
    },
    giveBack,
    holdBack,
    freeLanes,
  };
}
