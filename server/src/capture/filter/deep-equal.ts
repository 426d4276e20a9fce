import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two values as they were read are the same; dates compare as they are sent. Node compares by
 * recursion, and a JSON field may be nested deeper than that goes: then its text decides, in which the
 * order of keys counts.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(asSent(a), asSent(b));
  } catch {
    return JSON.stringify(a) === JSON.stringify(b);
  }
}

/** What JSON would make of it, without its text: that of a large document would take as much memory again. */
function asSent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => asSent(item) ?? null);
  if (value instanceof Date) return value.toJSON();
  const sent: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    // An assignment to `__proto__` would set the prototype.
    if (key === '__proto__') return JSON.parse(JSON.stringify(value)) as unknown;
    sent[key] = asSent(child);
  }
  return sent;
}
