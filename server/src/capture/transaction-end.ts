import type { Transaction } from '../outbox/tables';

interface KnexTransaction {
  executionPromise: Promise<unknown>;
}

/**
 * Nobody tells `unknown` ones apart: a callback of the app's threw before ours was called, or the app ended
 * the transaction by knex.
 */
export type Ending = 'committed' | 'rolled back' | 'unknown';

/** Tells once how a transaction ended. */
export function onEnd(
  { trx, onCommit, onRollback }: Transaction,
  tell: (ending: Ending) => void,
): void {
  // Once only. Work that outlives its transaction shares one list of callbacks with the transactions
  // it opens later, and Strapi calls them at the end of each: also while this one is open.
  let told = false;
  const end = (ending: Ending): void => {
    if (told) return;
    told = true;
    tell(ending);
  };
  // Where a COMMIT fails Strapi calls the commit callbacks all the same: knex only rejects this.
  const { executionPromise } = trx as unknown as KnexTransaction;
  let over: Ending | null = null;
  const ends = (ending: Ending): void => {
    over = ending;
    setImmediate(end, ending);
  };
  onCommit(() => {
    if (over) end(over === 'unknown' ? 'committed' : over);
  });
  onRollback(() => {
    if (over) end('rolled back');
  });
  executionPromise.then(
    () => {
      ends('unknown');
    },
    () => {
      ends('rolled back');
    },
  );
}
