/** Keeps what was used last, as far as it costs no more than `most` together. */
export function createRecent<T>(most: number) {
  const kept = new Map<string, { value: T; cost: number }>();
  let total = 0;

  function remove(key: string): void {
    total -= kept.get(key)?.cost ?? 0;
    kept.delete(key);
  }

  return {
    get: (key: string): T | undefined => kept.get(key)?.value,
    /** Makes it the newest. */
    set(key: string, value: T, cost: number): void {
      remove(key);
      kept.set(key, { value, cost });
      total += cost;
      for (const oldest of kept.keys()) {
        if (total <= most) return;
        remove(oldest);
      }
    },
  };
}
