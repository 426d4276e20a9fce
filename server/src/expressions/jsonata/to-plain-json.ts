import { evaluationError } from '../expression-error';
import { copyOrder } from '../templates/key-order';

/**
 * Deep copy as plain JSON: only Object and Array prototypes, dates as strings, none of JSONata's
 * sequence properties (`sequence`, `keepSingleton`, its own `push`). `undefined` stays `undefined`
 * at the top, is dropped from objects and is null in lists. Throws for a function and for a number
 * that is not finite.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'function')
    throw evaluationError('The result contains a function. Call it, or remove it from the result');
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw evaluationError('The result contains a number that is not finite');
  }
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  // Array.from copies the items without the extra properties.
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
      // A plain assignment would set the prototype.
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
