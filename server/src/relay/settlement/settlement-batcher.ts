import type { Settlement } from '../../outbox/consume/settle';

export interface SettlementBatcher<T extends Settlement> {
  add(settlement: T): void;
  /** Stores now what was added, without waiting for more to share the commit. */
  hurry(): void;
  /** Whether something that was added is not stored yet. */
  pending(): boolean;
  /** Resolves when all that was added is stored. */
  flushed(): Promise<void>;
}

export interface SettlementBatcherParts<T extends Settlement> {
  store: (batch: T[]) => Promise<void>;
  /** A batch is stored, or given up. */
  onStored: (batch: T[]) => void;
  batchSize: number;
  onError: (error: unknown) => void;
}

/**
 * A receipt may be recorded this late; a process that is killed meanwhile sends once more, under the
 * same id.
 */
const LINGER_MS = 20;
const RETRY_MS = 500;
const TRIES = 20;

/**
 * Gathers settlements so that many share one commit: on SQLite each commit costs an fsync. A store
 * that fails is tried again for about ten seconds; after that the leases run out, and the deliveries
 * are sent once more under the same id.
 */
export function createSettlementBatcher<T extends Settlement>(
  parts: SettlementBatcherParts<T>,
): SettlementBatcher<T> {
  const { store, onStored, batchSize, onError } = parts;
  const gathered: T[] = [];
  let timer: NodeJS.Timeout | undefined;
  let storing: Promise<void> | undefined;

  /** What is added meanwhile waits for its own turn, or every commit would hold next to nothing. */
  async function storeGathered(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (let left = gathered.length; left > 0; left -= batchSize) {
      const batch = gathered.splice(0, Math.min(left, batchSize));
      await persist(batch);
      onStored(batch);
      await nextTurn();
    }
  }

  async function persist(batch: T[]): Promise<void> {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        await store(batch);
        return;
      } catch (error) {
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  function flush(): Promise<void> {
    storing ??= storeGathered().finally(() => {
      storing = undefined;
      if (gathered.length > 0) schedule();
    });
    return storing;
  }

  function schedule(): void {
    if (gathered.length >= batchSize) void flush();
    else timer ??= setTimeout(lingered, LINGER_MS);
  }

  function lingered(): void {
    // Fired, and no longer one that is coming: while a store is under way flush begins no other.
    timer = undefined;
    void flush();
  }

  return {
    add(settlement) {
      gathered.push(settlement);
      schedule();
    },
    hurry: () => void flush(),
    pending: () => gathered.length > 0 || storing !== undefined,
    async flushed() {
      while (gathered.length > 0 || storing) await flush();
    },
  };
}

/** better-sqlite3 answers synchronously: without this, no response would be read between two batches. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
