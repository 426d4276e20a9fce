import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { DeliveryRecord } from '../../outbox/delivery';
import type { Lease } from '../../outbox/enqueue';
import { release } from '../../outbox/release';
import { settle } from '../../outbox/settle';
import type { Connection } from '../../outbox/tables';
import type { WebhookRegistry } from '../../webhooks/registry';
import type { WebhookInForce } from '../../webhooks/webhook-in-force';
import { claimRound } from '../claim-round';
import { deliver, unrendered, type Delivered } from '../deliver';
import { createDispatcher } from '../dispatcher';
import { createPump, type Round } from '../pump';
import type { Sender } from '../send';
import { createSettlements } from '../settlements';
import { createSlots } from '../slots';
import { createWaitingRoom, type ReadyDelivery, type Waiting } from '../waiting-room';

export interface EngineParts {
  connection: Connection;
  registry: WebhookRegistry;
  config: PluginConfig;
  send: Sender;
  /** Names this instance in the tokens of its leases. */
  owner: string;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  log: { warn: (message: string) => void; error: (message: string) => void };
  /** The receiver answered 410. */
  disableWebhook: (webhookId: string, reason: string) => Promise<void>;
}

/** Schedules by the outbox alone: claims what is due, batch by batch, and settles in batches. */
export interface Engine {
  wake(): void;
  round(): Promise<Round>;
  begin(waiting: Waiting): void;
  reserve(webhook: WebhookInForce): Lease | null;
  abandon(reserved: DeliveryRecord[]): void;
  busy(): boolean;
  flushed(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export function createEngine(parts: EngineParts): Engine {
  const { connection, registry, config, owner, log } = parts;
  const { leaseMs, batchSize, concurrency } = config.relay;
  const nextLease = leases(owner, leaseMs);
  const bornLease = nextLease();
  const slots = createSlots(concurrency);
  const waiting = createWaitingRoom(batchSize);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);

  const settlements = createSettlements<Delivered>({
    store: (batch) => storeBatch(parts, batch),
    batchSize,
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
    marginMs: LEASE_MARGIN_MS / 2,
    monotonic: () => performance.now(),
    onFreed({ documentId }) {
      if (pump.backlog() && waiting.isLow(documentId)) pump.wake();
    },
  });
  const pump = createPump(claimDue, (error) => {
    log.error(`Due deliveries could not be claimed: ${String(error)}`);
  });

  async function claimDue(): Promise<Round> {
    const { ready, unrenderable, orphaned, more } = await claimRound({
      connection,
      registry,
      lease: nextLease(),
      batchSize,
      demandOf: (webhook) => slots.room(webhook) + waiting.appetite(webhook, performance.now()),
    });
    for (const { delivery, error } of unrenderable) {
      settlements.add(unrendered(delivery, error, parts.now()));
    }
    await giveBack(orphaned);
    dispatcher.admit(ready);
    return { claimed: ready.length + unrenderable.length, more };
  }

  async function attempt(webhook: WebhookInForce, delivery: ReadyDelivery): Promise<void> {
    const delivered = stillWanted(
      registry,
      await deliver({ ...parts, stopping: stopping.signal }, webhook, delivery),
    );
    const cutShort = stopping.signal.aborted && delivered.fate.kind !== 'delivered';
    if (cutShort) return giveBack([delivery]);
    settlements.add(delivered);
    // The slot stays taken until the webhook is disabled: the next in line must not leave.
    if (delivered.disableWebhook) await settlements.flushed();
  }

  async function giveBack(claimed: DeliveryRecord[]): Promise<void> {
    await release(connection, claimed).catch((error: unknown) => {
      log.warn(`Unsent deliveries wait for their lease to run out: ${String(error)}`);
    });
  }

  return {
    wake: pump.wake,
    round: pump.round,
    begin: dispatcher.begin,
    reserve(webhook) {
      const waits = waiting.size(webhook.documentId) > 0;
      if (webhook.state !== 'enabled' || waits || slots.room(webhook) <= 0) return null;
      slots.take(webhook.documentId);
      return { ...bornLease, givenAt: performance.now() };
    },
    abandon(reserved) {
      for (const { webhookId } of reserved) slots.free(webhookId);
    },
    busy: () => dispatcher.active() > 0 || waiting.webhooks().length > 0,
    flushed: settlements.flushed,
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

async function storeBatch(parts: EngineParts, batch: Delivered[]): Promise<void> {
  const { connection, disableWebhook, log } = parts;
  await settle(connection, batch);
  for (const { webhookId, disableWebhook: gone } of batch) {
    if (!gone) continue;
    // What is settled stays settled: the next 410 tries again to disable.
    await disableWebhook(webhookId, '410 Gone').catch((error: unknown) => {
      log.error(`Webhook ${webhookId} could not be disabled after a 410: ${String(error)}`);
    });
  }
}

/** A webhook that was disabled or deleted during the request gets no retry. */
function stillWanted(registry: WebhookRegistry, delivered: Delivered): Delivered {
  if (delivered.fate.kind !== 'retry') return delivered;
  const webhook = registry.get(delivered.webhookId);
  if (webhook && webhook.state !== 'disabled') return delivered;
  const reason = webhook ? 'The webhook was disabled' : 'The webhook was deleted';
  return { ...delivered, fate: { kind: 'cancelled', reason } };
}

/** Tokens that no other lease of this or another instance has. */
function leases(owner: string, leaseMs: number): () => Lease {
  let given = 0;
  return () => {
    given += 1;
    return { token: `${owner}/${String(given)}`, leaseMs, givenAt: performance.now() };
  };
}
