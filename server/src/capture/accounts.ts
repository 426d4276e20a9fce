import type { Born } from '../outbox/enqueue';
import type { Transaction } from '../outbox/tables';
import { createAccount, type Account } from './account';
import type { Departures } from './births';
import type { Entry } from './ledger-entry';
import { onEnd, type Ending } from './transaction-end';

/** What one transaction keeps for itself of a webhook's concurrency, the others must do without. */
const PLACES_KEPT_MS = 1_000;

/** One for each open transaction; what it has enqueued leaves when that is over. */
export function createAccounts(departures: Departures, letGo: (entry: Entry) => void) {
  const accounts = new WeakMap<object, Account>();

  return (transaction: Transaction): Account => {
    const { trx } = transaction;
    const existing = accounts.get(trx);
    if (existing) return existing;
    const account = createAccount(trx, letGo);
    accounts.set(trx, account);
    const long = setTimeout(account.giveUpPlaces, PLACES_KEPT_MS).unref();
    onEnd(transaction, (ending) => {
      clearTimeout(long);
      settle(account, ending);
    });
    return account;
  };

  function settle(account: Account, ending: Ending): void {
    const entries = account.deliveries();
    const committed = ending === 'committed' && !account.isDoubtful();
    const leaving = committed ? entries.flatMap(leavingOf) : [];
    const left = new Set(leaving.map(({ record }) => record));
    const rest = entries.filter(({ record }) => !left.has(record));
    for (const entry of rest) letGo(entry);
    const staying = rest.map(({ record }) => record);
    if (!committed) {
      // Also where it was rolled back: MySQL may have committed a part before, by itself.
      departures.doubted([...staying, ...account.undone()]);
      return;
    }
    const queued = staying.filter(({ lockedBy }) => lockedBy === null);
    departures.committed(leaving, queued);
    // Its place was given up, or a repeat of it does not render.
    departures.doubted(staying.filter(({ lockedBy }) => lockedBy !== null));
  }
}

/** What is not stored by now does not leave either. */
function leavingOf({ record, lease, stored }: Entry): Born[] {
  return stored && lease && record.body ? [{ record, body: record.body, lease }] : [];
}
