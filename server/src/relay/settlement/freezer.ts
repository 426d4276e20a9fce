import { groupByLease } from '../../outbox/consume/group-by-lease';
import { freezeBodies, type FreezeInput } from '../../outbox/consume/freeze-bodies';
import type { Connection } from '../../outbox/database/tables';

export interface Freezer {
  /** Keeps a rendered body; resolves when it is stored. */
  freeze(frozen: FreezeInput): Promise<void>;
}

interface Waiting {
  frozen: FreezeInput;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Stores the bodies that are evaluated one by one, many in a statement: what comes while one is under
 * way waits for the next. On SQLite each commit costs an fsync.
 */
export function createFreezer(connection: Connection): Freezer {
  let gathered: Waiting[] = [];
  let isStoring = false;

  async function store(): Promise<void> {
    if (isStoring) return;
    isStoring = true;
    while (gathered.length > 0) {
      const batch = gathered;
      gathered = [];
      await storeBatch(batch).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    isStoring = false;
  }

  async function storeBatch(batch: Waiting[]): Promise<void> {
    for (const [, group] of groupByLease(batch.map(({ frozen }) => frozen))) {
      await freezeBodies(connection, group);
    }
  }

  return {
    freeze: (frozen) =>
      new Promise((resolve, reject) => {
        gathered.push({ frozen, resolve, reject });
        void store();
      }),
  };
}
