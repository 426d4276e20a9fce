import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { Evaluator } from '../../expressions/evaluation/evaluator';
import type { Redact } from '../../expressions/redaction/redact';
import { readUnhealthy, type UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { orderingKeyOf } from '../../outbox/ordering-key';
import type { Connection } from '../../outbox/database/tables';
import type { StateChange } from '../../webhooks/stored/change-state';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { createBreakerCache } from './breaker-cache';
import { claimBatch } from './claim-batch';
import { makeAttempt, unrendered, type AttemptResult } from '../attempt/attempt';
import { createClaimLimits } from './claim-limits';
import { createDispatcher, type HasTime } from './dispatcher';
import type { Engine } from '../engines/engine';
import { createFreezer } from '../settlement/freezer';
import { createInFlightKeys } from './in-flight-keys';
import { createLeaseOwner } from '../settlement/lease-owner';
import { createPoller, type PollResult } from './poller';
import { createRelease } from '../settlement/after-settlement';
import { createDirectDispatchSlots, type DirectDispatchSlots } from './direct-dispatch-slots';
import type { HttpSender } from '../http/http-sender';
import { createSettlementBatcher } from '../settlement/settlement-batcher';
import { createConcurrencyLimiter } from './concurrency-limiter';
import { cancelIfInactive } from '../settlement/inactive-webhook';
import { settleBatch } from '../settlement/settle-batch';
import { createPrefetchBuffer, type PrefetchedDelivery } from './prefetch-buffer';

export interface WorkerParts {
  connection: Connection;
  registry: WebhookRegistry;
  config: PluginConfig;
  send: HttpSender;
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
  engine: Pick<Engine, 'wakeIn' | 'reservePermits'>;
}

/** One instance's part in the delivering: claims what is due, sends it, settles in batches. */
export interface Worker extends DirectDispatchSlots {
  /** Something may be due: look soon. */
  wake(): void;
  /** One look now, at these webhooks alone or at all. */
  round(webhookIds?: string[]): Promise<PollResult>;
  /** Sends what was leased at birth. */
  begin(prefetched: PrefetchedDelivery): void;
  /** Reads which queues are on hold or slowed down. */
  learn(): Promise<void>;
  busy(): boolean;
  /** How many deliveries it has taken on so far. */
  taken(): number;
  stop(graceMs: number): Promise<void>;
}

export function createWorker(parts: WorkerParts): Worker {
  const { connection, registry, config, owner, log, engine } = parts;
  const { leaseMs, batchSize, concurrency } = config.relay;
  // Part of a batch waits to be sent and part to be recorded. Of more, most would outlive a quick round of
  // the garbage collector: then V8 makes such objects where only its slow rounds free them.
  const share = Math.ceil(batchSize / 2);
  const marginMs = LEASE_MARGIN_MS / 2;
  const nextLease = createLeaseOwner(owner, leaseMs);
  const limiter = createConcurrencyLimiter(concurrency);
  const inFlightKeys = createInFlightKeys();
  const breaker = createBreakerCache(config.breaker.failures);
  const prefetched = createPrefetchBuffer(share);
  const { limitOf, lookaheadOf } = createClaimLimits({
    ...config.relay,
    marginMs,
    limiter,
    prefetched,
  });
  const stopping = new AbortController();
  let taken = 0;
  setMaxListeners(0, stopping.signal);
  const freezer = createFreezer(connection);
  const attemptParts = { ...parts, freezer, stopping: stopping.signal };

  const { onStored, giveBack, holdBack, freeLanes } = createRelease({
    ...parts,
    inFlightKeys,
    breaker,
    prefetched,
    wake: () => poller.wake(),
  });
  const batcher = createSettlementBatcher<AttemptResult>({
    store: (batch) => settleBatch({ ...parts, breaker }, batch),
    onStored,
    batchSize: share,
    onError: (error) => {
      log.error(`Attempts could not be settled, trying again: ${String(error)}`);
    },
  });
  const dispatcher = createDispatcher({
    registry,
    limiter,
    prefetched,
    attempt,
    giveBack,
    log,
    leaseMs,
    marginMs,
    monotonic: () => performance.now(),
    onFreed({ documentId }) {
      if (poller.backlog() && prefetched.isLow(documentId)) poller.wake();
    },
  });
  const poller = createPoller(claimDue, (error) => {
    log.error(`Due deliveries could not be claimed: ${String(error)}`);
  });

  const directDispatch = createDirectDispatchSlots({
    lease: nextLease(),
    limiter,
    inFlightKeys,
    breaker,
    prefetched,
    freeLanes,
    onFreed() {
      if (poller.backlog() || prefetched.webhooks().length > 0) poller.wake();
    },
  });

  /** Another instance may have been told to wait: what this one has claimed waits as well. */
  function learn(unhealthy: UnhealthyReceiver[]): void {
    const held = breaker.replace(unhealthy);
    holdBack(held.map(({ webhookId }) => webhookId));
    for (const { webhookId, forMs } of held) engine.wakeIn(webhookId, forMs);
  }

  async function claimDue(webhookIds?: string[]): Promise<PollResult> {
    const lease = nextLease();
    const { ready, unrenderable, unsent, more, due } = await claimBatch({
      connection,
      registry,
      lease,
      batchSize,
      breaker: config.breaker,
      webhookIds,
      reservePermits: engine.reservePermits,
      limitOf: limitOf,
      lookaheadOf: lookaheadOf,
      onWanting(webhooks, unhealthy) {
        learn(unhealthy);
        limiter.shareAmong(webhooks.length);
      },
    });
    for (const { delivery, error } of unrenderable) {
      batcher.add({ ...unrendered(delivery, error, parts.now()), queued: true });
    }
    await giveBack(unsent);
    for (const { delivery } of ready) inFlightKeys.take(orderingKeyOf(delivery));
    dispatcher.admit(ready, lease.givenAt);
    const claimed = ready.length + unrenderable.length;
    taken += claimed;
    return { claimed, more, due };
  }

  async function attempt(
    webhook: CompiledWebhook,
    { delivery, queued }: PrefetchedDelivery,
    hasTime: HasTime,
  ): Promise<void> {
    const outcome = await makeAttempt(attemptParts, webhook, { delivery, hasTime });
    if (!outcome) {
      log.warn(
        `Delivery ${delivery.id} is put off: its URL and headers took too long to evaluate for what is left of its lease (relay.leaseMs)`,
      );
      return giveBack([delivery]);
    }
    const delivered = cancelIfInactive(registry, Object.assign(outcome, { queued }));
    const cutShort = stopping.signal.aborted && delivered.disposition.kind !== 'delivered';
    if (cutShort) return giveBack([delivery]);
    batcher.add(delivered);
    if (inFlightKeys.isAwaited(orderingKeyOf(delivery)) || (queued && isLast())) batcher.hurry();
    // The slot stays taken until the webhook is disabled: the next in line must not leave.
    if (delivered.goneUrl !== null) await batcher.flushed();
  }

  /** Nothing is left that could share its commit. */
  function isLast(): boolean {
    return dispatcher.active() <= 1 && prefetched.webhooks().length === 0;
  }

  return {
    wake: poller.wake,
    round: poller.poll,
    begin(born) {
      taken += 1;
      dispatcher.begin(born);
    },
    async learn() {
      learn(await readUnhealthy(connection));
    },
    ...directDispatch,
    busy: () => dispatcher.active() > 0 || prefetched.webhooks().length > 0 || batcher.pending(),
    taken: () => taken,
    async stop(graceMs) {
      await poller.stop();
      await giveBack(prefetched.clear());
      const until = performance.now() + graceMs;
      while (dispatcher.active() > 0 && performance.now() < until) await sleep(10);
      stopping.abort();
      while (dispatcher.active() > 0) await sleep(10);
      await batcher.flushed();
    },
  };
}
