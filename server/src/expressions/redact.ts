/** Masks what must not be shown: the values of the environment variables that expressions may read. */
export type Redact = (text: string) => string;

/** Where there is nothing to mask. */
const unmasked: Redact = (text) => text;

const MASK = '[redacted]';

/** Shorter ones stand everywhere, and are no secret. */
const SHORTEST = 4;

/** Reads the environment at each call: it may change. A value is masked as it is, in JSON and in a URL. */
export function createRedact(
  names: readonly string[],
  read: (name: string) => string | undefined = (name) => process.env[name],
): Redact {
  if (names.length === 0) return unmasked;
  return (text) => {
    const values = names.flatMap((name) => spellingsOf(read(name) ?? ''));
    // The longest first: one may stand within another.
    values.sort((a, b) => b.length - a.length);
    return values.reduce((masked, value) => masked.replaceAll(value, MASK), text);
  };
}

/** Masks each text in a value, whatever its depth. */
export function redactIn<T>(redact: Redact, value: T): T {
  return redact === unmasked ? value : (redacted(redact, value) as T);
}

function redacted(redact: Redact, value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(redact, item));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, it]) => [name, redacted(redact, it)] as const);
  return Object.fromEntries(entries);
}

function spellingsOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const inJson = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, inJson, encodeURIComponent(value), inForm(value)])];
}

function inForm(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
