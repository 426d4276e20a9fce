import { orderedJson } from './key-order';

/** The body that a template's result makes: a text as it is, anything else as JSON, with its keys in the order in which they are written. Nothing is `null`. */
export function templateBody(result: unknown): string {
  return typeof result === 'string' ? result : orderedJson(result ?? null);
}
