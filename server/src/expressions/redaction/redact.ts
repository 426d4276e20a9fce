import { createMasks, MIN_SECRET_LENGTH } from './masks';

/** Masks secrets in a text: the given masks, and the values of the given environment variables. */
export type Redact = (text: string, secrets: RedactOptions) => string;

export interface RedactOptions {
  /** See `createMasks`. */
  masks?: readonly string[];
  /**
   * Names of environment variables. Name only those that the text can contain: masking any other
   * value would confirm a guess to the author of the text.
   */
  variables?: readonly string[];
  /** True if the text was truncated. Its end can then contain part of a secret and is removed. */
  cut?: boolean;
}

/** The replacement for a secret. */
export const MASK = '[redacted]';

const NONE: readonly string[] = [];

/** Creates a `Redact`. Reads the environment at each call, because it can change. */
export function createRedact(
  read: (name: string) => string | undefined = (name) => process.env[name],
): Redact {
  const known = new Map<string, readonly string[]>();

  /** Caches masks by value: the names are few and their values rarely change. */
  function masksOfValue(value: string): readonly string[] {
    const before = known.get(value);
    if (before) return before;
    const masks = createMasks(value);
    known.set(value, masks);
    return masks;
  }

  return (text, { masks = NONE, variables = NONE, cut = false }) => {
    if (variables.length === 0 && masks.length === 0) return text;
    const all = [...variables.flatMap((name) => masksOfValue(read(name) ?? '')), ...masks];
    // The longest first, because one mask can contain another.
    all.sort((a, b) => b.length - a.length);
    const masked = all.reduce((rest, value) => rest.replaceAll(value, MASK), text);
    return cut ? withoutEnd(masked, all) : masked;
  };
}

/**
 * The removed length is a multiple of this, so that it does not reveal the length of the longest
 * secret.
 */
const TAIL_STEP = 16;

/**
 * Removes the end of a truncated text, as much as the longest secret could occupy, in every case.
 * Masking only a partial secret would confirm a guess to the author of the text.
 */
function withoutEnd(text: string, masks: readonly string[]): string {
  const longest = masks.reduce((most, mask) => Math.max(most, mask.length), 0);
  if (longest === 0 || text.length < MIN_SECRET_LENGTH) return text;
  const tail = Math.ceil(longest / TAIL_STEP) * TAIL_STEP;
  return text.slice(0, -tail) + MASK;
}

/** Masks every string in a value, at any depth. */
export function redactIn<T>(redact: (text: string) => string, value: T): T {
  return redacted(redact, value) as T;
}

function redacted(redact: (text: string) => string, value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(redact, item));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, it]) => [name, redacted(redact, it)] as const);
  return Object.fromEntries(entries);
}
