/**
 * Creates a cache with a total cost of at maxCost `maxCost`. It drops the entries that were set first.
 */
export function createCache<T>(maxCost: number) {
  const entries = new Map<string, { value: T; cost: number }>();
  let total = 0;

  function remove(key: string): void {
    total -= entries.get(key)?.cost ?? 0;
    entries.delete(key);
  }

  return {
    get: (key: string): T | undefined => entries.get(key)?.value,
    /** Sets the value and makes it the newest entry. */
    set(key: string, value: T, cost: number): void {
      remove(key);
      entries.set(key, { value, cost });
      total += cost;
      for (const oldest of entries.keys()) {
        if (total <= maxCost) return;
        remove(oldest);
      }
    },
  };
}
