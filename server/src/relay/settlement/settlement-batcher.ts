import type { Settlement } from '../../outbox/consume/settle';

export interface SettlementBatcher<T extends Settlement> {
  add(settlement: T): void;
  /** Stores the added settlements now, without waiting for more. */
  hurry(): void;
  /** Whether an added settlement is not stored yet. */
  pending(): boolean;
  /** Resolves when all added settlements are stored. */
  flushed(): Promise<void>;
}

export interface SettlementBatcherParts<T extends Settlement> {
  store: (batch: T[]) => Promise<void>;
  /** Called when a batch is stored, or when storing it has failed for good. */
  onStored: (batch: T[]) => void;
  batchSize: number;
  onError: (error: unknown) => void;
}

/**
 * Milliseconds by which recording a result may be delayed. If the process is killed meanwhile, the delivery
 * is sent again under the same id.
 */
const LINGER_MS = 20;
const RETRY_MS = 500;
const TRIES = 20;

/**
 * Batches settlements, so that many share one commit (I6): on SQLite each commit costs an fsync. A failed
 * store is retried for about ten seconds. After that the leases expire, and the deliveries are sent again
 * under the same id.
 */
export function createSettlementBatcher<T extends Settlement>(
  parts: SettlementBatcherParts<T>,
): SettlementBatcher<T> {
  const { store, onStored, batchSize, onError } = parts;
  const queued: T[] = [];
  let timer: NodeJS.Timeout | undefined;
  let storing: Promise<void> | undefined;

  /**
   * Stores only the settlements present at the start. Otherwise each commit would hold only a few.
   */
  async function storeGathered(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (let left = queued.length; left > 0; left -= batchSize) {
      const batch = queued.splice(0, Math.min(left, batchSize));
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
      if (queued.length > 0) schedule();
    });
    return storing;
  }

  function schedule(): void {
    if (queued.length >= batchSize) void flush();
    else timer ??= setTimeout(onLingerEnd, LINGER_MS);
  }

  function onLingerEnd(): void {
    // The timer has fired and must be cleared: `flush` starts no second store while one is running.
    timer = undefined;
    void flush();
  }

  return {
    add(settlement) {
      queued.push(settlement);
      schedule();
    },
    hurry: () => void flush(),
    pending: () => queued.length > 0 || storing !== undefined,
    async flushed() {
      while (queued.length > 0 || storing) await flush();
    },
  };
}

/** better-sqlite3 is synchronous: without this, no response would be read between two batches. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
