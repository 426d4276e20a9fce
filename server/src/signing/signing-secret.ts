import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';

import type { Signing } from '../contracts/webhook-choices';

/** The signature scheme: `hmac` is `v1` of Standard Webhooks 1.0, `ed25519` is `v1a`. */
export type Scheme = Exclude<Signing, 'none'>;

export interface Signer {
  /** Signs `{id}.{timestamp}.{body}`. Returns the signature with its identifier, as `v1,...`. */
  sign(content: string): string;
  /** The `whpk_...` key for the receiver; null if the receiver needs the secret itself. */
  publicKey: string | null;
}

/** Prefixes of secrets and public keys. */
const PREFIXES: Record<Scheme, string> = { hmac: 'whsec_', ed25519: 'whsk_' };
const PUBLIC_PREFIX = 'whpk_';

/** Length of a symmetric secret in bytes (Standard Webhooks). */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const GENERATED = 32;
/** The Ed25519 seed. Some libraries append the public key. */
const SEED = 32;
const SEED_AND_PUBLIC = 64;

/** Both base64 alphabets, with or without padding. */
const BASE64 = /^([A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/;

/** The DER bytes before the seed of a private key (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function generateSecret(scheme: Scheme): string {
  return PREFIXES[scheme] + randomBytes(scheme === 'hmac' ? GENERATED : SEED).toString('base64');
}

/** The reason a text is not a valid secret of that scheme; null if it is. Never quotes the text. */
export function problemOfSecret(scheme: Scheme, text: string): string | null {
  const prefix = PREFIXES[scheme];
  if (/\s/.test(text)) return 'It contains spaces or line breaks: remove them';
  if (!text.startsWith(prefix)) return `It begins with ${prefix}, as Standard Webhooks writes it`;
  // The prefix is itself text of the URL-safe alphabet: a second one would become part of the key.
  if (text.startsWith(prefix + prefix)) return `It begins with ${prefix} twice: remove one`;
  const key = decodeSecret(text.slice(prefix.length));
  if (!key) return `Behind ${prefix} stands base64`;
  if (scheme === 'hmac') {
    return key.length >= MIN_BYTES && key.length <= MAX_BYTES
      ? null
      : `It holds ${key.length} bytes: ${MIN_BYTES} to ${MAX_BYTES} are needed`;
  }
  if (key.length === SEED) return null;
  if (key.length !== SEED_AND_PUBLIC) return `It holds ${key.length} bytes: ${SEED} are needed`;
  return encodePublicKey(key).equals(key.subarray(SEED))
    ? null
    : 'Its second half is not the public key of its first';
}

/** Creates a signer from a valid secret. */
export function createSigner(scheme: Scheme, secret: string): Signer {
  const key = decodeSecret(secret.slice(PREFIXES[scheme].length)) ?? Buffer.alloc(0);
  return scheme === 'hmac' ? hmacSigner(key) : ed25519Signer(key);
}

function hmacSigner(key: Buffer): Signer {
  return {
    sign: (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`,
    publicKey: null,
  };
}

function ed25519Signer(key: Buffer): Signer {
  const privateKey = readPrivateKey(key);
  return {
    sign: (content) => `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`,
    publicKey: PUBLIC_PREFIX + encodePublicKey(key).toString('base64'),
  };
}

function readPrivateKey(key: Buffer) {
  const der = Buffer.concat([PKCS8, key.subarray(0, SEED)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function encodePublicKey(key: Buffer): Buffer {
  const { x = '' } = createPublicKey(readPrivateKey(key)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/**
 * Null if the text is not base64: Node's decoder ignores unknown characters. Extra bits after the
 * last byte are accepted, because other senders write them and all decoders ignore them.
 */
function decodeSecret(base64: string): Buffer | null {
  const { length } = base64.replace(/=+$/, '');
  // One character after groups of four is not a byte.
  return BASE64.test(base64) && length % 4 !== 1 ? Buffer.from(base64, 'base64') : null;
}
