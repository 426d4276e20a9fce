/** A queue that serves several parties in round-robin order. */
export interface FairQueue<T> {
  add(party: string, item: T): void;
  /**
   * Removes and returns the next item, from the party that was served longest ago among those with
   * `hasCapacity`.
   */
  next(hasCapacity: (party: string) => boolean): T | undefined;
  /** Removes a waiting item. Returns false if it is not in the queue. */
  remove(party: string, item: T): boolean;
  clear(): T[];
  size(): number;
}

export function createFairQueue<T>(): FairQueue<T> {
  // A map keeps insertion order: the first key is the party to serve next.
  const queues = new Map<string, T[]>();

  function drop(party: string, queue: T[]): void {
    if (queue.length === 0) queues.delete(party);
  }

  return {
    add(party, item) {
      const queue = queues.get(party);
      if (queue) queue.push(item);
      else queues.set(party, [item]);
    },
    next(hasCapacity) {
      for (const [party, queue] of queues) {
        if (!hasCapacity(party)) continue;
        const item = queue.shift();
        queues.delete(party);
        if (queue.length > 0) queues.set(party, queue);
        return item;
      }
      return undefined;
    },
    remove(party, item) {
      const queue = queues.get(party) ?? [];
      const at = queue.indexOf(item);
      if (at < 0) return false;
      queue.splice(at, 1);
      drop(party, queue);
      return true;
    },
    clear() {
      const all = [...queues.values()].flat();
      queues.clear();
      return all;
    },
    size: () => [...queues.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
