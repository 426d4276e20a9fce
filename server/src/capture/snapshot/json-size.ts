/**
 * The least number of bytes that values have as JSON text. Nothing is built to tell: a text counts by its
 * length, for each of its characters takes a byte or more. Needs no recursion, for a JSON field may be nested
 * deeper than that goes.
 */
export function leastJsonBytes(...values: unknown[]): number {
  const open = [...values];
  let bytes = 0;
  for (let value = open.pop(); open.length > 0 || value !== undefined; value = open.pop()) {
    if (typeof value === 'string') bytes += value.length + QUOTES;
    else if (typeof value !== 'object' || value === null) bytes += value === undefined ? 0 : 1;
    else if (Array.isArray(value)) {
      bytes += BRACKETS;
      for (const item of value as unknown[]) open.push(item);
    } else if (!(value instanceof Date)) {
      bytes += BRACKETS;
      for (const [key, child] of Object.entries(value)) {
        if (child === undefined) continue;
        bytes += key.length + QUOTES + COLON;
        open.push(child);
      }
    }
  }
  return bytes;
}

const QUOTES = 2;
const BRACKETS = 2;
const COLON = 1;
