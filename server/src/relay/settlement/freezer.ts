import { groupByLease } from '../../outbox/consume/group-by-lease';
import { freezeBodies, type FreezeInput } from '../../outbox/consume/freeze-bodies';
import type { Connection } from '../../outbox/database/tables';

export interface Freezer {
  /** Stores a rendered body. Resolves when it is stored. */
  freeze(frozen: FreezeInput): Promise<void>;
}

interface QueuedBody {
  frozen: FreezeInput;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Stores bodies that are rendered one by one, many in one statement. Bodies that arrive during a statement
 * wait for the next one. On SQLite each commit costs an fsync.
 */
export function createFreezer(connection: Connection): Freezer {
  let queued: QueuedBody[] = [];
  let isStoring = false;

  async function store(): Promise<void> {
    if (isStoring) return;
    isStoring = true;
    while (queued.length > 0) {
      const batch = queued;
      queued = [];
      await storeBatch(batch).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    isStoring = false;
  }

  async function storeBatch(batch: QueuedBody[]): Promise<void> {
    for (const [, group] of groupByLease(batch.map(({ frozen }) => frozen))) {
      await freezeBodies(connection, group);
    }
  }

  return {
    freeze: (frozen) =>
      new Promise((resolve, reject) => {
        queued.push({ frozen, resolve, reject });
        void store();
      }),
  };
}
