import type { Transaction } from '../outbox/tables';
import { createAccount, type Account } from './account';
import type { Born, Departures } from './births';
import type { Entry } from './ledger-entry';
import { onEnd, type Ending } from './transaction-end';

/** One for each open transaction; what it has enqueued leaves when that is over. */
export function createAccounts(departures: Departures, letGo: (entry: Entry) => void) {
  const accounts = new WeakMap<object, Account>();

  return (transaction: Transaction): Account => {
    const { trx } = transaction;
    const existing = accounts.get(trx);
    if (existing) return existing;
    const account = createAccount(trx, letGo);
    accounts.set(trx, account);
    onEnd(transaction, (ending) => {
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
    if (ending === 'rolled back') return;
    const queued = rest.map(({ record }) => record);
    if (committed) departures.committed(leaving, queued);
    else departures.doubted([...queued, ...account.undone()]);
  }
}

/** What is not stored by now does not leave either. */
function leavingOf({ record, lease, stored }: Entry): Born[] {
  return stored && lease && record.body ? [{ record, body: record.body, lease }] : [];
}
