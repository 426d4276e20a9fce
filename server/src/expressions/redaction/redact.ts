import { createMasks, SHORTEST } from './masks';

/** Masks what must not be shown: values of the environment that expressions may read, and these masks. */
export interface Redact {
  (text: string, more?: RedactOptions): string;
  /** Whether there may be something to mask in any text. */
  always: boolean;
}

export interface RedactOptions {
  /** Masked too: see `masksOf`. */
  masks?: readonly string[];
  /** Whether the text was cut off: then its end, which may hold a part of a secret, is left out. */
  cut?: boolean;
}

/** In place of what must not be shown. */
export const MASK = '[redacted]';

const NO_MASKS: readonly string[] = [];

/** Reads the environment at each call: it may change. */
export function createRedact(
  names: readonly string[],
  read: (name: string) => string | undefined = (name) => process.env[name],
): Redact {
  const known = new Map<string, readonly string[]>();

  /** Of these names there are few, and their values seldom change. */
  function masksOfValue(value: string): readonly string[] {
    const before = known.get(value);
    if (before) return before;
    const masks = createMasks(value);
    known.set(value, masks);
    return masks;
  }

  const redact = (text: string, { masks = NO_MASKS, cut = false }: RedactOptions = {}) => {
    if (names.length === 0 && masks.length === 0) return text;
    const all = [...names.flatMap((name) => masksOfValue(read(name) ?? '')), ...masks];
    // The longest first: one may stand within another.
    all.sort((a, b) => b.length - a.length);
    const masked = all.reduce((rest, value) => rest.replaceAll(value, MASK), text);
    return cut ? withoutEnd(masked, all) : masked;
  };
  return Object.assign(redact, { always: names.length > 0 });
}

/** What is left out is a multiple of this long, so as not to tell how long the longest secret is. */
const TAIL_STEP = 16;

/**
 * Leaves out as much as the longest secret could have left of itself at the end, whatever stands there:
 * to mask only the beginning of a secret would tell who writes the text that it is one.
 */
function withoutEnd(text: string, masks: readonly string[]): string {
  const longest = masks.reduce((most, mask) => Math.max(most, mask.length), 0);
  if (longest === 0 || text.length < SHORTEST) return text;
  const tail = Math.ceil(longest / TAIL_STEP) * TAIL_STEP;
  return text.slice(0, -tail) + MASK;
}

/** Masks each text in a value, whatever its depth. */
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
