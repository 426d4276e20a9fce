import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two values as they were read are the same. Node compares by recursion, and a JSON field may be
 * nested deeper than that goes: then its text decides, in which the order of keys counts.
 */
export function isSame(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(a, b);
  } catch {
    return JSON.stringify(a) === JSON.stringify(b);
  }
}
