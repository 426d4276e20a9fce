import { laneKey, laneOf } from '../outbox/lane';
import type { Connection } from '../outbox/tables';
import type { Births } from './births';
import { isSkipped, type Entry } from './ledger-entry';
import { keepSkipped } from './skipped';

/** Gives what one call has added its rows. */
export function createStoreEntries(births: Births) {
  /** Of what each transaction has stored. */
  const lanesOf = new WeakMap<object, Set<string>>();

  return async (trx: Connection, added: Entry[]): Promise<void> => {
    await store(
      trx,
      added.filter((entry) => !isSkipped(entry)),
    );
    const skipped = added.filter(isSkipped);
    if (skipped.length > 0) await keepSkipped(trx, skipped);
  };

  /** A hook may have told of a document before the write that gave it its id. */
  async function store(trx: Connection, born: Entry[]): Promise<void> {
    const lanes = lanesOf.get(trx) ?? new Set<string>();
    lanesOf.set(trx, lanes);
    const keys = born.map(({ record }) => laneKey(laneOf(record)));
    for (const [i, entry] of born.entries()) entry.newLane &&= !lanes.has(keys[i] ?? '');
    await births.store(trx, born);
    for (const key of keys) lanes.add(key);
  }
}
