import { evaluationError } from '../expression-error';

/**
 * Replaces JSONata's `$base64encode`, which maps each character to one byte: it encodes `ä` as
 * Latin-1 and `ő` as a wrong byte.
 */
export function base64encode(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('base64');
}

/** Accepts the URL-safe alphabet and missing padding. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

export function base64decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const encoded = text.replaceAll(/\s/g, '');
  const { length } = encoded.replace(/=+$/, '');
  // One character after groups of four is not a byte.
  if (!BASE64.test(encoded) || length % 4 === 1) {
    throw evaluationError('$base64decode: the text is not base64');
  }
  return Buffer.from(encoded, 'base64').toString('utf8');
}
