import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two values are equal as JSON (dates as their text). Node compares recursively and overflows on
 * deeply nested JSON fields. In that case the JSON texts are compared, in which the order of keys counts.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(toJsonValue(a), toJsonValue(b));
  } catch {
    return JSON.stringify(a) === JSON.stringify(b);
  }
}

/**
 * The value as JSON would represent it, without building the text, which would double the memory of a large
 * document.
 */
function toJsonValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toJsonValue(item) ?? null);
  if (value instanceof Date) return value.toJSON();
  const sent: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    // An assignment to `__proto__` would set the prototype.
    if (key === '__proto__') return JSON.parse(JSON.stringify(value)) as unknown;
    sent[key] = toJsonValue(child);
  }
  return sent;
}
