import { masksOf, SHORTEST } from './masks';

/** Masks what must not be shown: values of the environment that expressions may read, and these masks. */
export interface Redact {
  (text: string, more?: RedactOptions): string;
  /** Whether there may be something to mask in any text. */
  always: boolean;
}

export interface RedactOptions {
  /** Masked too: see `masksOf`. */
  masks?: readonly string[];
  /** Whether the text was cut off: then what its end begins with is masked too. */
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
    const masks = masksOf(value);
    known.set(value, masks);
    return masks;
  }

  const redact = (text: string, { masks = NO_MASKS, cut = false }: RedactOptions = {}) => {
    if (names.length === 0 && masks.length === 0) return text;
    const all = [...names.flatMap((name) => masksOfValue(read(name) ?? '')), ...masks];
    // The longest first: one may stand within another.
    all.sort((a, b) => b.length - a.length);
    const masked = all.reduce((rest, value) => rest.replaceAll(value, MASK), text);
    return cut ? redactEnd(masked, all) : masked;
  };
  return Object.assign(redact, { always: names.length > 0 });
}

/** Masks what begins at the end, and would have been masked whole. */
function redactEnd(text: string, masks: readonly string[]): string {
  const longest = masks.reduce((most, mask) => Math.max(most, endOf(text, mask)), 0);
  return longest === 0 ? text : text.slice(0, -longest) + MASK;
}

/** How much of the mask the text ends with. */
function endOf(text: string, mask: string): number {
  for (let length = mask.length - 1; length >= SHORTEST; length -= 1) {
    if (text.endsWith(mask.slice(0, length))) return length;
  }
  return 0;
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
