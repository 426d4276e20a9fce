/** A lone surrogate, which UTF-8 cannot encode. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A message if some databases cannot store the text; else null. */
export function storageProblem(text: string): string | null {
  if (text.includes('\0')) return 'The text contains the character NUL, which cannot be stored';
  return LONE_SURROGATE.test(text)
    ? 'The text contains half of a surrogate pair, which cannot be stored'
    : null;
}

interface Violation {
  path: string[];
  message: string;
}

/**
 * The strings within a value that some databases cannot store, with their places. Object keys are
 * ignored.
 */
export function findUnstorable(value: unknown, path: string[] = []): Violation[] {
  if (typeof value === 'string') {
    const message = storageProblem(value);
    return message === null ? [] : [{ path, message }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => findUnstorable(inner, [...path, name]));
}
