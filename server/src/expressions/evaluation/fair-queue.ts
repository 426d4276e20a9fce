/** Waiting items of several parties, who take turns. */
export interface FairQueue<T> {
  add(party: string, item: T): void;
  /** Takes the next item out: of the party that waited longest for its turn, if `mayGo` says yes to it. */
  next(mayGo: (party: string) => boolean): T | undefined;
  /** Takes an item out, wherever it waits. */
  remove(party: string, item: T): boolean;
  clear(): T[];
  size(): number;
}

export function createFairQueue<T>(): FairQueue<T> {
  // In the order of their turns: a map keeps the order in which keys were set.
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
    next(mayGo) {
      for (const [party, queue] of queues) {
        if (!mayGo(party)) continue;
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
