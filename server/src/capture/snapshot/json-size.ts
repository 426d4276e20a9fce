/**
 * Lower bound of the size of values as JSON text, in bytes, without building the text: each character takes
 * at least one byte. Iterative, because a JSON field may be nested deeper than the stack allows.
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
