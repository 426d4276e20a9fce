import { coalesce, coalesceWaiting } from '../outbox/coalesce';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import { enqueue, type Lease } from '../outbox/enqueue';
import { laneOf, type Lane } from '../outbox/lane';
import type { Connection, Transaction } from '../outbox/tables';
import { unlease, withdraw } from '../outbox/withdraw';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { isOvertaken, keyOf, recordOf, type Captured, type Entry } from './ledger-entry';
import { onEnd } from './transaction-end';

/** The relay, as a writer sees it: it may take a delivery on before it is even committed. */
export interface Departures {
  /** Room for one more of this lane right now, or null. */
  reserve(webhook: WebhookInForce, lane: Lane): Lease | null;
  render(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody;
  /** The transaction committed: what is reserved leaves at once, the rest waits to be claimed. */
  committed(born: Born[], queued: DeliveryRecord[]): void;
  /** What was reserved does not leave. */
  abandoned(reserved: DeliveryRecord[]): void;
}

/** Leased, and its body frozen, before it is committed. */
interface Born {
  record: DeliveryRecord;
  body: FrozenBody;
  lease: Lease;
}

/** What each open transaction has enqueued, so that its repeats merge: (webhook, document, locale, event). */
export function createLedger(departures: Departures) {
  const ledgers = new WeakMap<object, Map<string, Entry>>();

  return {
    async write(transaction: Transaction, captured: Captured[]): Promise<void> {
      const ledger = ledgerOf(transaction);
      const added: Entry[] = [];
      for (const one of captured) {
        const key = keyOf(one);
        const entry = (await merged(transaction.trx, { ledger, added, one, key })) ?? born(one, 0);
        if (ledger.get(key) !== entry) {
          // In the order in which they will leave.
          ledger.delete(key);
          ledger.set(key, entry);
        }
        if (entry.record.event.sequence === null && !added.includes(entry)) added.push(entry);
      }
      if (added.length > 0) await store(transaction.trx, added);
    },
  };

  interface Merge {
    ledger: Map<string, Entry>;
    added: Entry[];
    one: Captured;
    key: string;
  }

  /** Into what this transaction enqueued, or into what waits for more; null where there is neither. */
  async function merged(
    trx: Connection,
    { ledger, added, one, key }: Merge,
  ): Promise<Entry | null> {
    const { webhook } = one;
    const earlier = ledger.get(key);
    if (!earlier) {
      if (webhook.coalesceSeconds === 0) return null;
      const record = await coalesceWaiting(trx, recordOf(one, 0), webhook.coalesceScope);
      return record && { webhook, record, lease: null, newLane: false };
    }
    const repeat = recordOf(one, earlier.record.coalesced + 1);
    const stored = earlier.record.event.sequence !== null;
    if (isOvertaken(ledger, key)) {
      // Something else happened to the document in between, and must not be sent after this.
      if (stored) await withdraw(trx, earlier.record.id);
      else added.splice(added.indexOf(earlier), 1);
      if (earlier.lease) departures.abandoned([earlier.record]);
      return born(one, repeat.coalesced);
    }
    const { id, status, lockedBy, body } = earlier.record;
    Object.assign(repeat, { id, status, lockedBy });
    if (body) repeat.body = renderOrNull(webhook, repeat);
    // Rows of this very call are not stored yet, and need no update.
    earlier.record = stored ? await coalesce(trx, earlier.record, repeat) : repeat;
    return earlier;
  }

  function born(one: Captured, coalesced: number): Entry {
    const { webhook, newDocument: newLane } = one;
    const record = recordOf(one, coalesced);
    const lease = departures.reserve(webhook, laneOf(record));
    const entry = { webhook, record, lease, newLane };
    if (!lease) return entry;

    record.body = renderOrNull(webhook, record);
    if (!record.body) {
      departures.abandoned([record]);
      return { ...entry, lease: null };
    }
    Object.assign(record, { status: 'sending', lockedBy: lease.token });
    return entry;
  }

  async function store(trx: Connection, added: Entry[]): Promise<void> {
    const placed = await enqueue(
      trx,
      added.map(({ webhook, record, lease, newLane }) => ({
        record,
        lease,
        newLane,
        ordered: webhook.ordered,
        delayMs: webhook.coalesceSeconds * 1_000,
      })),
    );
    const waiting: Entry[] = [];
    for (const entry of added) {
      const { sequence = null, status } = placed.get(entry.record.id) ?? {};
      entry.record.event.sequence = sequence;
      if (entry.lease && status === 'pending') waiting.push(entry);
    }
    if (waiting.length > 0) await wait(trx, waiting);
  }

  /** Something of their lanes is unsettled on another instance, or waits for a retry. */
  async function wait(trx: Connection, entries: Entry[]): Promise<void> {
    const records = entries.map(({ record }) => record);
    await unlease(
      trx,
      records.map(({ id }) => id),
    );
    departures.abandoned(records);
    for (const entry of entries) {
      entry.lease = null;
      Object.assign(entry.record, { status: 'pending', lockedBy: null, body: null });
    }
  }

  /** What does not render never breaks the save: the relay tries again, and records the failure. */
  function renderOrNull(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody | null {
    try {
      return departures.render(webhook, record);
    } catch {
      return null;
    }
  }

  function ledgerOf(transaction: Transaction): Map<string, Entry> {
    const existing = ledgers.get(transaction.trx);
    if (existing) return existing;
    const ledger = new Map<string, Entry>();
    ledgers.set(transaction.trx, ledger);
    onEnd(transaction, (committed) => {
      settleReservations([...ledger.values()], committed);
    });
    return ledger;
  }

  function settleReservations(entries: Entry[], committed: boolean): void {
    const reserved = entries.filter(({ lease }) => lease);
    const born = reserved.flatMap(({ record, lease }): Born[] =>
      committed && lease && record.body ? [{ record, body: record.body, lease }] : [],
    );
    const leaving = new Set(born.map(({ record }) => record));
    departures.abandoned(reserved.map(({ record }) => record).filter((it) => !leaving.has(it)));
    if (!committed) return;
    const queued = entries.map(({ record }) => record).filter((it) => !leaving.has(it));
    departures.committed(born, queued);
  }
}

export type Ledger = ReturnType<typeof createLedger>;
