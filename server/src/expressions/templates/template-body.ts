import { orderedJson } from './key-order';

/**
 * The body of a template's result: a string as it is, anything else as JSON with keys in written
 * order. `undefined` is `null`.
 */
export function templateBody(result: unknown): string {
  return typeof result === 'string' ? result : orderedJson(result ?? null);
}
