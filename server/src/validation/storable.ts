/** Half of a pair: no UTF-8 can write it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why not every database can hold this text; null where it can. */
export function storageProblemOf(text: string): string | null {
  if (text.includes('\0')) return 'The character NUL cannot be stored';
  return LONE_SURROGATE.test(text) ? 'Half of a surrogate pair cannot be stored' : null;
}

interface Violation {
  path: string[];
  message: string;
}

/** Each text within a value, keys of objects apart, that cannot be stored, with its place. */
export function unstorableIn(value: unknown, path: string[] = []): Violation[] {
  if (typeof value === 'string') {
    const message = storageProblemOf(value);
    return message === null ? [] : [{ path, message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unstorableIn(inner, [...path, name]));
}
