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
import { checkDestination } from '../attempt/check-destination';
import { makeAttempt, unrendered, type AttemptResult } from '../attempt/attempt';
import { createClaimLimits } from './claim-limits';
import { createDispatcher, type HasTime } from './dispatcher';
import type { Engine } from '../engines/engine';
import { createFreezer } from '../settlement/freezer';
import { createInFlightKeys } from './in-flight-keys';
import { createLeaseOwner } from '../settlement/lease-owner';
import { createPoller, type PollResult } from './poller';
import { createAfterSettlement } from '../settlement/after-settlement';
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
  /** Identifies this instance in the tokens of its leases. */
  owner: string;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  log: { warn: (message: string) => void; error: (message: string) => void };
  changeState: (change: StateChange) => Promise<void>;
  engine: Pick<Engine, 'wakeIn' | 'reservePermits'>;
}

/** The worker of one instance: claims due deliveries, sends them, and settles them in batches. */
export interface Worker extends DirectDispatchSlots {
  /** Schedules a poll: deliveries may be due. */
  wake(): void;
  /** Polls now, for these webhooks or for all. */
  poll(webhookIds?: string[]): Promise<PollResult>;
  /** Sends a delivery that was leased at insert. */
  begin(prefetched: PrefetchedDelivery): void;
  /** Reads which webhooks are on hold or slowed down. */
  refreshBreaker(): Promise<void>;
  busy(): boolean;
  /** Number of deliveries taken on so far. */
  taken(): number;
  stop(graceMs: number): Promise<void>;
}

export function createWorker(parts: WorkerParts): Worker {
  const { connection, registry, config, owner, log, engine } = parts;
  const { leaseMs, batchSize, concurrency } = config.relay;
  // One half of a batch waits to be sent, the other to be settled. Larger batches survive a minor garbage
  // collection, and V8 then allocates such objects in the old generation.
  const halfBatch = Math.ceil(batchSize / 2);
  const marginMs = LEASE_MARGIN_MS / 2;
  const nextLease = createLeaseOwner(owner, leaseMs);
  const limiter = createConcurrencyLimiter(concurrency);
  const inFlightKeys = createInFlightKeys();
  const breaker = createBreakerCache(config.breaker.failures);
  const prefetched = createPrefetchBuffer(halfBatch);
  const { limitFor, lookaheadFor } = createClaimLimits({
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

  const { onStored, requeueClaimed, requeueWebhooks, freeKeys } = createAfterSettlement({
    ...parts,
    inFlightKeys,
    breaker,
    prefetched,
    wake: () => poller.wake(),
  });
  const batcher = createSettlementBatcher<AttemptResult>({
    store: (batch) => settleBatch({ ...parts, breaker }, batch),
    onStored,
    batchSize: halfBatch,
    onError: (error) => {
      log.error(`Attempts could not be settled, trying again: ${String(error)}`);
    },
  });
  const dispatcher = createDispatcher({
    registry,
    limiter,
    prefetched,
    attempt,
    requeue: requeueClaimed,
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
    freeKeys,
    onFreed() {
      if (poller.backlog() || prefetched.webhooks().length > 0) poller.wake();
    },
  });

  /** Requeues claimed deliveries of webhooks that another instance has put on hold. */
  function refreshBreaker(unhealthy: UnhealthyReceiver[]): void {
    const onHold = breaker.replace(unhealthy);
    requeueWebhooks(onHold.map(({ webhookId }) => webhookId));
    for (const { webhookId, forMs } of onHold) engine.wakeIn(webhookId, forMs);
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
      limitFor,
      lookaheadFor,
      onSendable(webhooks, unhealthy) {
        refreshBreaker(unhealthy);
        limiter.setContenders(webhooks.length);
      },
    });
    for (const { delivery, error } of unrenderable) {
      batcher.add({ ...unrendered(delivery, error, parts.now()), queued: true });
    }
    await requeueClaimed(unsent);
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
    const checked = await checkDestination(parts, webhook, delivery);
    if (!checked) return requeueClaimed([delivery]);
    if ('problem' in checked) {
      batcher.add({ ...unrendered(delivery, checked.problem, parts.now()), queued });
      return;
    }
    const outcome = await makeAttempt(attemptParts, checked, { delivery, hasTime });
    if (!outcome) {
      log.warn(
        `Delivery ${delivery.id} is postponed: evaluating its URL and headers took so long that its lease is too short for the request. Simplify the expressions, or raise relay.leaseMs`,
      );
      return requeueClaimed([delivery]);
    }
    const result = cancelIfInactive(registry, Object.assign(outcome, { queued }));
    const cutShort = stopping.signal.aborted && result.disposition.kind !== 'delivered';
    if (cutShort) return requeueClaimed([delivery]);
    batcher.add(result);
    if (inFlightKeys.isAwaited(orderingKeyOf(delivery)) || (queued && isLast())) batcher.hurry();
    // Keeps the slot until the webhook is disabled, so that the next delivery is not sent.
    if (result.goneUrl !== null) await batcher.flushed();
  }

  /** Whether no other delivery could share the commit. */
  function isLast(): boolean {
    return dispatcher.active() <= 1 && prefetched.webhooks().length === 0;
  }

  return {
    wake: poller.wake,
    poll: poller.poll,
    begin(leased) {
      taken += 1;
      dispatcher.begin(leased);
    },
    async refreshBreaker() {
      refreshBreaker(await readUnhealthy(connection));
    },
    ...directDispatch,
    busy: () => dispatcher.active() > 0 || prefetched.webhooks().length > 0 || batcher.pending(),
    taken: () => taken,
    async stop(graceMs) {
      await poller.stop();
      await requeueClaimed(prefetched.clear());
      const until = performance.now() + graceMs;
      while (dispatcher.active() > 0 && performance.now() < until) await sleep(10);
      stopping.abort();
      while (dispatcher.active() > 0) await sleep(10);
      await batcher.flushed();
    },
  };
}
