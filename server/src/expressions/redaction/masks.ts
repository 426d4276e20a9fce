/** Minimum length of a secret header, in characters. */
export const MIN_SECRET_LENGTH = 4;

/**
 * A secret with fewer possible values is not masked by its value. Anyone who controls the
 * displayed text could list all candidates in it and see which one is masked.
 */
const FEWEST_VALUES = 1_000_000_000;

/** An authorization scheme and its credentials (RFC 9110, section 11.4). */
const CREDENTIALS = /^[A-Za-z][\w-]*\s+(?<credentials>\S.*)$/;

/** Matches a well-known scheme, which adds nothing to the secret. */
const KNOWN_SCHEME = /^(basic|bearer|token|key|api-?key|digest|hmac)\s/i;

/**
 * The spellings in which a secret can appear: as it is, and as JSON, URLs, forms, HTML and base64
 * encode it. Empty if the secret can be guessed.
 */
export function createMasks(secret: string): readonly string[] {
  const parts = partsOf(secret).filter((part) => part !== '');
  const credentialPart = KNOWN_SCHEME.test(secret) ? parts.at(-1) : secret;
  if (isGuessable(credentialPart ?? '')) return [];
  const hidden = parts.filter((part) => !isGuessable(part));
  return [...new Set(hidden.flatMap(spellingsOf))].filter(
    (mask) => mask.length >= MIN_SECRET_LENGTH,
  );
}

/** True if few texts of this length and these kinds of characters exist. */
function isGuessable(secret: string): boolean {
  const kinds: [RegExp, number][] = [
    [/[0-9]/, 10],
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[^0-9a-zA-Z]/, 33],
  ];
  const characters = kinds.reduce((sum, [kind, size]) => sum + (kind.test(secret) ? size : 0), 0);
  return characters ** secret.length <= FEWEST_VALUES;
}

/** A receiver can show the credentials without the scheme, or the password alone. */
function partsOf(secret: string): string[] {
  const credentials = CREDENTIALS.exec(secret)?.groups?.['credentials'];
  if (credentials === undefined) return [secret];
  const userAndPassword = /^basic\s/i.test(secret)
    ? Buffer.from(credentials, 'base64').toString()
    : '';
  const password = userAndPassword.slice(userAndPassword.indexOf(':') + 1);
  return [secret, credentials, userAndPassword, password];
}

function spellingsOf(value: string): string[] {
  if (value.length < MIN_SECRET_LENGTH) return [];
  const plain = plainSpellingsOf(value);
  const base64 = base64SpellingsOf(value);
  return [...plain, ...base64, ...base64.map((it) => it.replaceAll('/', '\\/'))];
}

function plainSpellingsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  // A lone surrogate cannot be encoded in a URL.
  const wellFormed = Buffer.from(value).toString();
  const inUrls = [encodeURIComponent(wellFormed), inForm(value)];
  return [
    value,
    inJson,
    inJson.replaceAll('/', '\\/'),
    inJson.replace(/[^\x20-\x7e]/g, escaped),
    ...inUrls,
    ...inUrls.map((it) => it.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    inHtml(value),
  ];
}

/**
 * Base64 encodes three bytes as four characters, so the spelling of a secret depends on whether 0,
 * 1 or 2 bytes precede it. Characters that include bits of neighbouring bytes are dropped.
 */
function base64SpellingsOf(value: string): string[] {
  const encodings = [Buffer.from(value), Buffer.from(value, 'latin1')];
  const spellings = encodings.flatMap((bytes) =>
    [0, 1, 2].flatMap((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      const from = Math.ceil((before * 8) / 6);
      const to = Math.floor(((before + bytes.length) * 8) / 6);
      return [text.slice(from), text.slice(from, to)];
    }),
  );
  return spellings.flatMap((it) => [
    it,
    it.replaceAll('+', '-').replaceAll('/', '_'),
    encodeURIComponent(it),
  ]);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function inForm(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

const HTML: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function inHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => HTML[character] ?? character);
}
