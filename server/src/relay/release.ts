import type { DeliveryRecord } from '../outbox/delivery';
import { laneOf, type Lane } from '../outbox/lane';
import { release } from '../outbox/release';
import type { Connection } from '../outbox/tables';
import type { Breaker } from './breaker';
import type { Delivered } from './deliver';
import type { Engine } from './engines/engine';
import { giveLeasesBack } from './give-leases-back';
import type { Lanes } from './lanes';
import type { WaitingRoom } from './waiting-room';

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
  freeLanes(over: Lane[]): void;
}

/** Lets go of what an instance had taken: lanes once an attempt is recorded, leases of what it does not send. */
export function createRelease(parts: ReleaseParts): Release {
  const { connection, lanes, breaker, waiting, engine, log, wake } = parts;

  async function giveBack(claimed: DeliveryRecord[]): Promise<void> {
    await giveLeasesBack(() => release(connection, claimed), log);
    freeLanes(claimed.map(laneOf));
  }

  /** Where the breaker has opened, what is claimed and not sent yet is held with the rest. */
  function holdBack(batch: Delivered[]): void {
    const failed = batch.filter(({ fate }) => fate.kind !== 'delivered');
    for (const webhookId of new Set(failed.map((it) => it.webhookId))) {
      const held = breaker.holds(webhookId) ? waiting.takeOut(webhookId) : [];
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
      holdBack(batch);
      freeLanes(batch);
      announceRetries(batch);
      // The next of their lanes may be claimable by now.
      if (batch.some(({ queued }) => queued)) wake();
    },
    giveBack,
    freeLanes,
  };
}
