import { evaluationError } from '../expression-error';

/** JSONata's own takes each character for a byte: `ä` would go as Latin-1, and `ő` as a wrong one. */
export function base64encode(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('base64');
}

/** Also of the alphabet for URLs, and without padding. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

export function base64decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const encoded = text.replaceAll(/\s/g, '');
  if (!BASE64.test(encoded)) throw evaluationError('$base64decode: the text is not base64');
  return Buffer.from(encoded, 'base64').toString('utf8');
}
