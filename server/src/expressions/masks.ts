/** Shorter ones stand everywhere, and are no secret. */
export const SHORTEST = 4;

/** An authorization scheme and its credentials (RFC 9110, section 11.4). */
const CREDENTIALS = /^[A-Za-z][\w-]*\s+(?<credentials>\S.*)$/;

/** The texts in which a secret would show: as it is, and as JSON, URLs, forms, HTML and base64 write it. */
export function masksOf(secret: string): readonly string[] {
  return [...new Set(partsOf(secret).flatMap(spellingsOf))].filter(
    (mask) => mask.length >= SHORTEST,
  );
}

/** A receiver may show the credentials without their scheme, or the password alone. */
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
  if (value.length < SHORTEST) return [];
  const inJson = JSON.stringify(value).slice(1, -1);
  // Half a surrogate pair has no place in a URL.
  const wellFormed = Buffer.from(value).toString();
  const inUrls = [encodeURIComponent(wellFormed), inForm(value)];
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    inJson,
    inJson.replaceAll('/', '\\/'),
    inJson.replace(/[^\x20-\x7e]/g, escaped),
    ...inUrls,
    ...inUrls.map((it) => it.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    inHtml(value),
    ...[base64, Buffer.from(value).toString('base64url')].map((it) => it.replace(/=+$/, '')),
  ];
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
