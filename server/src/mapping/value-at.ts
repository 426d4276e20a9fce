/** Reads a path in a value. A list on the way returns the values of all items. */
export function valueAt(value: unknown, parts: readonly string[], from = 0): unknown {
  const part = parts[from];
  if (part === undefined) return value;
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, parts, from) ?? null);
  return Object.hasOwn(value, part)
    ? valueAt((value as Record<string, unknown>)[part], parts, from + 1)
    : null;
}
