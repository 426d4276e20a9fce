import type { Redact } from '../expressions/redact';
import { newSaveBudget, type SaveBudget } from '../expressions/save-budget';
import { coalesce, coalesceWaiting } from '../outbox/coalesce';
import type { Connection, Transaction } from '../outbox/tables';
import { withdraw } from '../outbox/withdraw';
import type { Account } from './account';
import { createAccounts } from './accounts';
import { createBirths, unborn, type Conceived, type Departures } from './births';
import type { ChangeView } from './change-view';
import { behind, isOvertaken, isRemembered, isSameText, isSkipped } from './ledger-entry';
import { keyOf, movedUp, recordOf, waitsForMore } from './ledger-entry';
import type { Captured, Entry } from './ledger-entry';
import { mismatchOf, UNDECIDED } from './match';
import { skippedEntry } from './skipped';
import type { SourceRow } from './snapshot';
import { createStoreEntries } from './store-entries';
import { createTurns } from './turns';

export interface LedgerParts {
  departures: Departures;
  redact: Redact;
  /** What the conditions of one call may take. */
  saveBudgetMs: number;
}

/** What each open transaction has enqueued, so that its repeats merge: (webhook, document, locale, event). */
export function createLedger({ departures, redact, saveBudgetMs }: LedgerParts) {
  const births = createBirths(departures);
  const accountOf = createAccounts(departures, births.letGo);
  const store = createStoreEntries(births);
  const inTurn = createTurns();

  return {
    /** What one transaction writes at once, as i18n does, must not be counted at once. */
    write(transaction: Transaction, captured: Captured[]): Promise<void> {
      return inTurn(transaction.trx, () => enter(transaction, captured));
    },
  };

  async function enter(transaction: Transaction, captured: Captured[]): Promise<void> {
    const account = accountOf(transaction);
    const added: Entry[] = [];
    const budget = newSaveBudget(saveBudgetMs);
    try {
      for (const one of captured) {
        const key = keyOf(one);
        const page = { trx: transaction.trx, account, added, key, budget };
        const entry = await entryFor(page, one);
        if (isRemembered(entry)) account.put(key, entry);
        if (!entry.stored && !added.includes(entry)) added.push(entry);
      }
      await store(transaction.trx, added);
    } catch (error) {
      // Where the transaction has ended meanwhile, nobody settles its account any more.
      added.forEach(births.letGo);
      throw error;
    }
  }

  interface Page {
    trx: Connection;
    account: Account;
    /** Of this very call, and not stored yet. */
    added: Entry[];
    key: string;
    budget: SaveBudget;
  }

  interface Seen {
    view: ChangeView;
    before: SourceRow | null;
  }

  /** Filters it, as against what was there before the transaction. */
  async function entryFor(page: Page, one: Captured): Promise<Entry> {
    const earlier = page.account.get(page.key);
    const repeats = earlier !== undefined && isSameText(earlier.record, one.event);
    const before = repeats ? earlier.before : one.before;
    const view = one.view(before);
    const mismatch = await mismatchOf(one.webhook, one.event, { view, budget: page.budget });
    if (mismatch === UNDECIDED) return undecided(page, one, { view, before });
    if (!mismatch) {
      const entry = await merged(page, one, { view, before });
      return entry ?? born(page, one, { view, before, coalesced: 0 });
    }
    if (repeats && earlier.webhook.coalesceScope === 'document') await takeBack(page, earlier);
    const reason = redact(mismatch.reason, { masks: one.webhook.masks });
    return skippedEntry(one, { view, before, mismatch: { ...mismatch, reason } });
  }

  /** A delivery of its own, in place of the one that it repeats: whether it is sent the relay decides. */
  async function undecided(page: Page, one: Captured, { view, before }: Seen): Promise<Entry> {
    const earlier = page.account.get(page.key);
    const repeats = earlier !== undefined && isSameText(earlier.record, one.event);
    if (!repeats) return born(page, one, { view, before, coalesced: 0, undecided: true });
    const merged = isSkipped(earlier) ? 0 : earlier.record.coalesced + 1;
    const ofOthers = earlier.waiting ? earlier.waiting.coalesced + 1 : 0;
    if (!(await takeBack(page, earlier))) return anew(page, one, earlier);
    return born(page, one, { view, before, coalesced: merged - ofOthers, undecided: true });
  }

  /** Into what this transaction enqueued, or into what waits for more; null where there is neither. */
  async function merged(page: Page, one: Captured, { view, before }: Seen): Promise<Entry | null> {
    const { trx, account, added, key } = page;
    const { webhook } = one;
    const earlier = account.get(key);
    if (!earlier || isSkipped(earlier)) {
      if (earlier) await takeBack(page, earlier);
      return waitsForMore(one) ? intoWaiting(trx, one, { view, before }) : null;
    }
    const repeat = recordOf(one, view, earlier.record.coalesced + 1);
    if (isOvertaken(account.inLaneOf(earlier.record), earlier)) {
      // Something else happened to the document in between, and must not be sent after this.
      if (!(await takeBack(page, earlier))) return anew(page, one, earlier);
      const ofOthers = earlier.waiting ? earlier.waiting.coalesced + 1 : 0;
      const coalesced = repeat.coalesced - ofOthers;
      return born(page, one, { view, before: earlier.before, coalesced });
    }
    const { id, status, lockedBy, body } = earlier.record;
    Object.assign(repeat, { id, status, lockedBy });
    if (earlier.waiting) repeat.context = earlier.waiting.contextUnder(repeat);
    if (body) repeat.body = births.renderOrNull(webhook, repeat, view.doc);
    // Rows of this very call are not stored yet, and need no update.
    const record = added.includes(earlier) ? repeat : await coalesce(trx, earlier.record, repeat);
    if (!record) return anew(page, one, earlier);
    account.amend(earlier, { record, before });
    return earlier;
  }

  function born({ account }: Page, one: Captured, conceived: Conceived): Entry {
    return births.born(one, conceived, account.keepsPlaces());
  }

  /** What the ledger knows of is not there: the database undid it where nobody could see. */
  function anew(page: Page, one: Captured, gone: Entry): Promise<Entry> {
    page.account.forget(page.key);
    births.letGo(gone);
    return entryFor(page, one);
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

  /** Returns whether it was there. What other transactions put into it stays. */
  async function takeBack(page: Page, entry: Entry): Promise<boolean> {
    births.letGo(entry);
    if (entry.waiting) return entry.waiting.restore();
    if (entry.stored) return withdrawn(page, entry);
    const { added } = page;
    if (added.includes(entry)) added.splice(added.indexOf(entry), 1);
    return true;
  }

  async function withdrawn({ trx, account }: Page, entry: Entry): Promise<boolean> {
    const later = behind(account.inLaneOf(entry.record), entry);
    const ids = later.map(({ record }) => record.id);
    if (!(await withdraw(trx, entry.record, ids))) return false;
    for (const one of later) account.amend(one, { record: movedUp(one.record) });
    return true;
  }
}

export type Ledger = ReturnType<typeof createLedger>;
