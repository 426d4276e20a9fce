import type { Redact } from '../expressions/redact';
import { coalesce, coalesceWaiting } from '../outbox/coalesce';
import type { Connection, Transaction } from '../outbox/tables';
import { laneKey, laneOf } from '../outbox/lane';
import { withdraw } from '../outbox/withdraw';
import { createBirths, unborn, type Departures } from './births';
import type { ChangeView } from './change-view';
import { behind, isOvertaken, isRemembered, isSameText, isSkipped } from './ledger-entry';
import { keyOf, recordOf, waitsForMore } from './ledger-entry';
import type { Captured, Entry } from './ledger-entry';
import { mismatchOf } from './match';
import { keepSkipped, skippedEntry } from './skipped';
import type { SourceRow } from './snapshot';
import { onEnd } from './transaction-end';
import { createTurns } from './turns';

/** What each open transaction has enqueued, so that its repeats merge: (webhook, document, locale, event). */
export function createLedger(departures: Departures, redact: Redact) {
  const ledgers = new WeakMap<object, Map<string, Entry>>();
  /** Of what each has stored. */
  const lanesOf = new WeakMap<object, Set<string>>();
  const births = createBirths(departures);
  const inTurn = createTurns();

  return {
    /** What one transaction writes at once, as i18n does, must not be counted at once. */
    write(transaction: Transaction, captured: Captured[]): Promise<void> {
      return inTurn(transaction.trx, () => enter(transaction, captured));
    },
  };

  async function enter(transaction: Transaction, captured: Captured[]): Promise<void> {
    const ledger = ledgerOf(transaction);
    const added: Entry[] = [];
    for (const one of captured) {
      const key = keyOf(one);
      const page = { trx: transaction.trx, ledger, added, key };
      const entry = await entryFor(page, one);
      if (ledger.get(key) !== entry && isRemembered(entry)) {
        // In the order in which they will leave.
        ledger.delete(key);
        ledger.set(key, entry);
      }
      if (!entry.stored && !added.includes(entry)) added.push(entry);
    }
    await store(
      transaction.trx,
      added.filter((entry) => !isSkipped(entry)),
    );
    const skipped = added.filter(isSkipped);
    if (skipped.length > 0) await keepSkipped(transaction.trx, skipped);
  }

  /** A hook may have told of a document before the write that gave it its id. */
  async function store(trx: Connection, born: Entry[]): Promise<void> {
    const lanes = lanesOf.get(trx) ?? new Set<string>();
    lanesOf.set(trx, lanes);
    const keys = born.map(({ record }) => laneKey(laneOf(record)));
    for (const [i, entry] of born.entries()) entry.newLane &&= !lanes.has(keys[i] ?? '');
    await births.store(trx, born);
    for (const key of keys) lanes.add(key);
  }

  interface Page {
    trx: Connection;
    ledger: Map<string, Entry>;
    /** Of this very call, and not stored yet. */
    added: Entry[];
    key: string;
  }

  interface Seen {
    view: ChangeView;
    before: SourceRow | null;
  }

  /** Filters it, as against what was there before the transaction. */
  async function entryFor(page: Page, one: Captured): Promise<Entry> {
    const earlier = page.ledger.get(page.key);
    const repeats = earlier !== undefined && isSameText(earlier.record, one.event);
    const before = repeats ? earlier.before : one.before;
    const view = one.view(before);
    const mismatch = await mismatchOf(one.webhook, one.event, view);
    if (!mismatch) {
      const entry = await merged(page, one, { view, before });
      return entry ?? births.born(one, { view, before, coalesced: 0 });
    }
    if (repeats && earlier.webhook.coalesceScope === 'document') {
      // What other transactions put into it stays.
      await (earlier.undo?.() ?? takeBack(page, earlier));
    }
    const reason = redact(mismatch.reason, { masks: one.webhook.masks });
    return skippedEntry(one, { view, before, mismatch: { ...mismatch, reason } });
  }

  /** Into what this transaction enqueued, or into what waits for more; null where there is neither. */
  async function merged(page: Page, one: Captured, { view, before }: Seen): Promise<Entry | null> {
    const { trx, ledger, added, key } = page;
    const { webhook } = one;
    const earlier = ledger.get(key);
    if (!earlier || isSkipped(earlier)) {
      if (earlier) await takeBack(page, earlier);
      return waitsForMore(one) ? intoWaiting(trx, one, { view, before }) : null;
    }
    const repeat = recordOf(one, view, earlier.record.coalesced + 1);
    if (isOvertaken(ledger, key)) {
      // Something else happened to the document in between, and must not be sent after this.
      await takeBack(page, earlier);
      const { coalesced } = repeat;
      return births.born(one, { view, before: earlier.before, coalesced });
    }
    const { id, status, lockedBy, body } = earlier.record;
    Object.assign(repeat, { id, status, lockedBy });
    if (body) repeat.body = births.renderOrNull(webhook, repeat, view.doc);
    // Rows of this very call are not stored yet, and need no update.
    earlier.record = added.includes(earlier) ? repeat : await coalesce(trx, earlier.record, repeat);
    return earlier;
  }

  async function intoWaiting(
    trx: Connection,
    one: Captured,
    { view, before }: Seen,
  ): Promise<Entry | null> {
    const { coalesceScope } = one.webhook;
    const merged = await coalesceWaiting(trx, recordOf(one, view, 0), coalesceScope);
    return merged && { ...unborn(one, before), ...merged, stored: true };
  }

  async function takeBack({ trx, ledger, added }: Page, entry: Entry): Promise<void> {
    if (entry.stored) await withdraw(trx, entry.record, behind(ledger, entry));
    else if (added.includes(entry)) added.splice(added.indexOf(entry), 1);
    if (entry.lease) departures.abandoned([entry.record]);
  }

  function ledgerOf(transaction: Transaction): Map<string, Entry> {
    const existing = ledgers.get(transaction.trx);
    if (existing) return existing;
    const ledger = new Map<string, Entry>();
    ledgers.set(transaction.trx, ledger);
    onEnd(transaction, (committed) => {
      const entries = [...ledger.values()].filter((entry) => !isSkipped(entry));
      births.settle(entries, committed);
    });
    return ledger;
  }
}

export type Ledger = ReturnType<typeof createLedger>;
