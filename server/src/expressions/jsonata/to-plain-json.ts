import { evaluationError } from '../expression-error';
import { copyOrder } from '../templates/key-order';

/**
 * A deep copy as plain JSON: no prototypes but Object's and Array's, dates as text, nothing of what
 * JSONata pins to its sequences (`sequence`, `keepSingleton`, a `push` of its own). `undefined` stays
 * as it is at the top, is left out of objects and is null in lists. A function, or a number that is not finite,
 * is an error.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'function') throw evaluationError('The result is, or holds, a function');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw evaluationError('The result is, or holds, a number that is not finite');
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  // Array.from takes the items and none of the properties.
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item) ?? null);
  if (value instanceof Date) return value.toJSON();
  return plainObject(value);
}

function plainObject(source: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  copyOrder(source, copy);
  for (const [key, child] of Object.entries(source)) {
    const value = plain(child);
    if (value === undefined) continue;
    if (key === '__proto__') {
      // An assignment would set the prototype.
      Object.defineProperty(copy, key, {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else {
      copy[key] = value;
    }
  }
  return copy;
}
