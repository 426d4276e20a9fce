import { coalesce } from '../outbox/coalesce';
import { newDeliveryId, type DeliveryRecord, type FrozenBody } from '../outbox/delivery';
import { enqueue, type Lease, type NewDelivery } from '../outbox/enqueue';
import type { Transaction } from '../outbox/tables';
import type { EventContext } from '../mapping/event-context';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

/** The relay, as a writer sees it: it may take a delivery on before it is even committed. */
export interface Departures {
  /** Room for one more to this webhook right now, or null. */
  reserve(webhook: WebhookInForce): Lease | null;
  render(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody;
  /** The transaction committed: what is reserved leaves at once, the rest is waiting to be claimed. */
  committed(reserved: DeliveryRecord[], unreserved: number): void;
  /** The transaction came to nothing. */
  abandoned(reserved: DeliveryRecord[]): void;
}

export interface Captured {
  webhook: WebhookInForce;
  event: EventContext;
  snapshot: string;
}

interface Entry {
  record: DeliveryRecord;
  lease: Lease | null;
}

/** What each open transaction has enqueued, so that its repeats merge: (webhook, document, locale, event). */
export function createLedger(departures: Departures) {
  const ledgers = new WeakMap<object, Map<string, Entry>>();

  return {
    async write(transaction: Transaction, captured: Captured[]): Promise<void> {
      const ledger = ledgerOf(transaction);
      const added: NewDelivery[] = [];
      for (const one of captured) {
        const key = keyOf(one);
        const earlier = ledger.get(key);
        if (earlier) {
          replaceSnapshot(departures, earlier, one);
          // Rows of this very call are not stored yet, and need no update.
          if (!added.includes(earlier)) await coalesce(transaction.trx, earlier.record);
        } else {
          const entry = born(departures, one);
          ledger.set(key, entry);
          added.push(entry);
        }
      }
      if (added.length > 0) await enqueue(transaction.trx, added);
    },
  };

  function ledgerOf({ trx, onCommit }: Transaction): Map<string, Entry> {
    const existing = ledgers.get(trx);
    if (existing) return existing;

    const ledger = new Map<string, Entry>();
    ledgers.set(trx, ledger);
    let committed = false;
    onCommit(() => {
      committed = true;
      const reserved = reservedIn(ledger);
      departures.committed(reserved, ledger.size - reserved.length);
    });
    // A commit that fails calls neither Strapi's commit nor its rollback callbacks; this always comes.
    const { executionPromise } = trx as unknown as { executionPromise: Promise<unknown> };
    const ended = (): void => {
      setImmediate(() => {
        if (!committed) departures.abandoned(reservedIn(ledger));
      });
    };
    executionPromise.then(ended, ended);
    return ledger;
  }
}

export type Ledger = ReturnType<typeof createLedger>;

function born(departures: Departures, { webhook, event, snapshot }: Captured): Entry {
  const lease = departures.reserve(webhook);
  const record: DeliveryRecord = {
    id: newDeliveryId(event.timestamp),
    webhookId: webhook.documentId,
    webhookName: webhook.name,
    event,
    status: lease ? 'sending' : 'pending',
    lockedBy: lease?.token ?? null,
    attemptCount: 0,
    retryFrom: 0,
    trigger: 'automatic',
    snapshot,
    body: null,
  };
  if (lease) record.body = departures.render(webhook, record);
  return { record, lease };
}

function replaceSnapshot(departures: Departures, { record }: Entry, captured: Captured): void {
  record.snapshot = captured.snapshot;
  record.event = captured.event;
  if (record.body) record.body = departures.render(captured.webhook, record);
}

function reservedIn(ledger: Map<string, Entry>): DeliveryRecord[] {
  return [...ledger.values()].filter(({ lease }) => lease).map(({ record }) => record);
}

function keyOf({ webhook, event }: Captured): string {
  return JSON.stringify([
    webhook.documentId,
    event.uid,
    event.documentId,
    event.locale,
    event.event,
  ]);
}
