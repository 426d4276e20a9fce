import type { Transaction } from '../outbox/tables';

interface KnexTransaction {
  executionPromise: Promise<unknown>;
  isCompleted: () => boolean;
}

/** Tells once how a transaction ended: whether it is committed. */
export function onEnd(
  { trx, onCommit, onRollback }: Transaction,
  tell: (committed: boolean) => void,
): void {
  // Once only. Work that outlives its transaction shares one list of callbacks with the transactions
  // it opens later, and Strapi calls them at the end of each.
  let ended = false;
  const end = (committed: boolean): void => {
    if (ended) return;
    ended = true;
    tell(committed);
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
}
