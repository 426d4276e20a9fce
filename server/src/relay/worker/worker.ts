import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { Evaluator } from '../../expressions/evaluation/evaluator';
import type { Redact } from '../../expressions/redaction/redact';
import { readUnwell, type Unwell } from '../../outbox/flow-control/circuit-breaker';
import { laneOf } from '../../outbox/ordering-key';
import type { Connection } from '../../outbox/database/tables';
import type { StateChange } from '../../webhooks/stored/change-state';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import { createBreaker } from './breaker-cache';
import { claimRound } from './claim-batch';
import { deliver, unrendered, type Delivered } from '../attempt/attempt';
import { createDemands } from './claim-limits';
import { createDispatcher, type HasTime } from './dispatcher';
import type { Engine } from '../engines/engine';
import { createFreezer } from '../settlement/freezer';
import { createLanes } from './in-flight-keys';
import { createLeases } from '../settlement/lease-owner';
import { createPump, type Round } from './poller';
import { createRelease } from '../settlement/after-settlement';
import { createReservations, type Reservations } from './direct-dispatch-slots';
import type { Sender } from '../http/http-sender';
import { createSettlements } from '../settlement/settlement-batcher';
import { createSlots } from './concurrency-limiter';
import { stillWanted } from '../settlement/inactive-webhook';
import { storeBatch } from '../settlement/settle-batch';
import { createWaitingRoom, type Waiting } from './prefetch-buffer';

export interface CourierParts {
  connection: Connection;
  registry: WebhookRegistry;
  config: PluginConfig;
  send: Sender;
  evaluate: Evaluator['forRelay'];
  redact: Redact;
  /** Names this instance in the tokens of its leases. */
  owner: string;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  log: { warn: (message: string) => void; error: (message: string) => void };
  changeState: (change: StateChange) => Promise<void>;
  engine: Pick<Engine, 'announceIn' | 'takeMoments'>;
}

/** One instance's part in the delivering: claims what is due, sends it, settles in batches. */
export interface Courier extends Reservations {
  /** Something may be due: look soon. */
  wake(): void;
  /** One look now, at these webhooks alone or at all. */
  round(webhookIds?: string[]): Promise<Round>;
  /** Sends what was leased at birth. */
  begin(waiting: Waiting): void;
  /** Reads which queues are on hold or slowed down. */
  learn(): Promise<void>;
  busy(): boolean;
  /** How many deliveries it has taken on so far. */
  taken(): number;
  stop(graceMs: number): Promise<void>;
}

export function createCourier(parts: CourierParts): Courier {
  const { connection, registry, config, owner, log, engine } = parts;
  const { leaseMs, batchSize, concurrency } = config.relay;
  // Part of a batch waits to be sent and part to be recorded. Of more, most would outlive a quick round of
  // the garbage collector: then V8 makes such objects where only its slow rounds free them.
  const share = Math.ceil(batchSize / 2);
  const marginMs = LEASE_MARGIN_MS / 2;
  const nextLease = createLeases(owner, leaseMs);
  const slots = createSlots(concurrency);
  const lanes = createLanes();
  const breaker = createBreaker(config.breaker.failures);
  const waiting = createWaitingRoom(share);
  const { demandOf, horizonOf } = createDemands({ ...config.relay, marginMs, slots, waiting });
  const stopping = new AbortController();
  let taken = 0;
  setMaxListeners(0, stopping.signal);
  const freezer = createFreezer(connection);
  const deliverParts = { ...parts, freezer, stopping: stopping.signal };

  const { onStored, giveBack, holdBack, freeLanes } = createRelease({
    ...parts,
    lanes,
    breaker,
    waiting,
    wake: () => pump.wake(),
  });
  const settlements = createSettlements<Delivered>({
    store: (batch) => storeBatch({ ...parts, breaker }, batch),
    onStored,
    batchSize: share,
    onError: (error) => {
      log.error(`Attempts could not be settled, trying again: ${String(error)}`);
    },
  });
  const dispatcher = createDispatcher({
    registry,
    slots,
    waiting,
    attempt,
    giveBack,
    log,
    leaseMs,
    marginMs,
    monotonic: () => performance.now(),
    onFreed({ documentId }) {
      if (pump.backlog() && waiting.isLow(documentId)) pump.wake();
    },
  });
  const pump = createPump(claimDue, (error) => {
    log.error(`Due deliveries could not be claimed: ${String(error)}`);
  });

  const reservations = createReservations({
    lease: nextLease(),
    slots,
    lanes,
    breaker,
    waiting,
    freeLanes,
    onFreed() {
      if (pump.backlog() || waiting.webhooks().length > 0) pump.wake();
    },
  });

  /** Another instance may have been told to wait: what this one has claimed waits as well. */
  function learn(unwell: Unwell[]): void {
    const held = breaker.replace(unwell);
    holdBack(held.map(({ webhookId }) => webhookId));
    for (const { webhookId, forMs } of held) engine.announceIn(webhookId, forMs);
  }

  async function claimDue(webhookIds?: string[]): Promise<Round> {
    const lease = nextLease();
    const { ready, unrenderable, unsent, more, due } = await claimRound({
      connection,
      registry,
      lease,
      batchSize,
      breaker: config.breaker,
      webhookIds,
      takeMoments: engine.takeMoments,
      demandOf,
      horizonOf,
      onWanting(webhooks, unwell) {
        learn(unwell);
        slots.shareAmong(webhooks.length);
      },
    });
    for (const { delivery, error } of unrenderable) {
      settlements.add({ ...unrendered(delivery, error, parts.now()), queued: true });
    }
    await giveBack(unsent);
    for (const { delivery } of ready) lanes.take(laneOf(delivery));
    dispatcher.admit(ready, lease.givenAt);
    const claimed = ready.length + unrenderable.length;
    taken += claimed;
    return { claimed, more, due };
  }

  async function attempt(
    webhook: WebhookInForce,
    { delivery, queued }: Waiting,
    hasTime: HasTime,
  ): Promise<void> {
    const outcome = await deliver(deliverParts, webhook, { delivery, hasTime });
    if (!outcome) {
      log.warn(
        `Delivery ${delivery.id} is put off: its URL and headers took too long to evaluate for what is left of its lease (relay.leaseMs)`,
      );
      return giveBack([delivery]);
    }
    const delivered = stillWanted(registry, Object.assign(outcome, { queued }));
    const cutShort = stopping.signal.aborted && delivered.fate.kind !== 'delivered';
    if (cutShort) return giveBack([delivery]);
    settlements.add(delivered);
    if (lanes.isAwaited(laneOf(delivery)) || (queued && isLast())) settlements.hurry();
    // The slot stays taken until the webhook is disabled: the next in line must not leave.
    if (delivered.goneUrl !== null) await settlements.flushed();
  }

  /** Nothing is left that could share its commit. */
  function isLast(): boolean {
    return dispatcher.active() <= 1 && waiting.webhooks().length === 0;
  }

  return {
    wake: pump.wake,
    round: pump.round,
    begin(born) {
      taken += 1;
      dispatcher.begin(born);
    },
    async learn() {
      learn(await readUnwell(connection));
    },
    ...reservations,
    busy: () => dispatcher.active() > 0 || waiting.webhooks().length > 0 || settlements.pending(),
    taken: () => taken,
    async stop(graceMs) {
      await pump.stop();
      await giveBack(waiting.clear());
      const until = performance.now() + graceMs;
      while (dispatcher.active() > 0 && performance.now() < until) await sleep(10);
      stopping.abort();
      while (dispatcher.active() > 0) await sleep(10);
      await settlements.flushed();
    },
  };
}
