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
  committed(born: Born[], unreserved: number): void;
  /** The transaction came to nothing. */
  abandoned(reserved: DeliveryRecord[]): void;
}

export interface Captured {
  webhook: WebhookInForce;
  event: EventContext;
  snapshot: string;
}

/** Leased, and its body frozen, before it is committed. */
interface Born {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

interface KnexTransaction {
  executionPromise: Promise<unknown>;
  isCompleted: () => boolean;
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

  function ledgerOf({ trx, onCommit, onRollback }: Transaction): Map<string, Entry> {
    const existing = ledgers.get(trx);
    if (existing) return existing;

    const ledger = new Map<string, Entry>();
    ledgers.set(trx, ledger);
    // Once only. Work that outlives its transaction shares one list of callbacks with the transactions
    // it opens later, and Strapi calls them at the end of each.
    let ended = false;
    const end = (committed: boolean): void => {
      if (ended) return;
      ended = true;
      settleReservations(departures, [...ledger.values()], committed);
    };
    // Where a COMMIT fails Strapi calls the commit callbacks all the same: knex only rejects this.
    const { executionPromise, isCompleted } = trx as unknown as KnexTransaction;
    let failed = false;
    onCommit(() => {
      if (isCompleted()) end(!failed);
    });
    onRollback(() => {
      end(false);
    });
    executionPromise
      .catch(() => {
        failed = true;
      })
      .finally(() => setImmediate(end, false));
    return ledger;
  }
}

export type Ledger = ReturnType<typeof createLedger>;

function settleReservations(departures: Departures, entries: Entry[], committed: boolean): void {
  const reserved = entries.filter(({ lease }) => lease);
  const born = reserved.flatMap(({ record, lease }): Born[] =>
    committed && lease && record.body ? [{ record, body: record.body, lease }] : [],
  );
  const leaving = new Set(born.map(({ record }) => record));
  departures.abandoned(reserved.map(({ record }) => record).filter((it) => !leaving.has(it)));
  if (committed) departures.committed(born, entries.length - born.length);
}

function born(departures: Departures, { webhook, event, snapshot }: Captured): Entry {
  const record: DeliveryRecord = {
    id: newDeliveryId(event.timestamp),
    webhookId: webhook.documentId,
    webhookName: webhook.name,
    event,
    status: 'pending',
    lockedBy: null,
    attemptCount: 0,
    retryFrom: 0,
    trigger: 'automatic',
    snapshot,
    body: null,
  };
  const lease = departures.reserve(webhook);
  if (!lease) return { record, lease };

  record.body = renderOrNull(departures, webhook, record);
  if (!record.body) {
    departures.abandoned([record]);
    return { record, lease: null };
  }
  return { record: { ...record, status: 'sending', lockedBy: lease.token }, lease };
}

function replaceSnapshot(departures: Departures, { record }: Entry, captured: Captured): void {
  record.snapshot = captured.snapshot;
  record.event = captured.event;
  if (record.body) record.body = renderOrNull(departures, captured.webhook, record);
}

/** What does not render never breaks the save: the relay tries again, and records the failure. */
function renderOrNull(
  departures: Departures,
  webhook: WebhookInForce,
  record: DeliveryRecord,
): FrozenBody | null {
  try {
    return departures.render(webhook, record);
  } catch {
    return null;
  }
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
