import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';

import type { Signing } from '../contracts/webhook-choices';

/** How a key signs: `hmac` is `v1` of Standard Webhooks 1.0, `ed25519` its `v1a`. */
export type Scheme = Exclude<Signing, 'none'>;

export interface Signer {
  /** A signature with its identifier, as `v1,...`, over `{id}.{timestamp}.{body}`. */
  sign(content: string): string;
  /** `whpk_...`, for the receiver to verify with; null where it needs the secret itself. */
  publicKey: string | null;
}

/** What a secret, and the public half of one, is written with. */
const PREFIXES: Record<Scheme, string> = { hmac: 'whsec_', ed25519: 'whsk_' };
const PUBLIC_PREFIX = 'whpk_';

/** Bytes of a symmetric secret, by the standard. */
const SHORTEST = 24;
const LONGEST = 64;
const GENERATED = 32;
/** Of Ed25519: its seed, which some libraries write with the public key behind. */
const SEED = 32;
const SEED_AND_PUBLIC = 64;

/** Of either alphabet, padded or not. */
const BASE64 = /^([A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/;

/** What comes before the seed in the DER of a private key (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function generateSecret(scheme: Scheme): string {
  return PREFIXES[scheme] + randomBytes(scheme === 'hmac' ? GENERATED : SEED).toString('base64');
}

/** Why a text is no secret of that scheme; null where it is. It never quotes the text. */
export function problemOfSecret(scheme: Scheme, text: string): string | null {
  const prefix = PREFIXES[scheme];
  if (!text.startsWith(prefix)) return `It begins with ${prefix}, as Standard Webhooks writes it`;
  const key = bytesOf(text.slice(prefix.length));
  if (!key) return `Behind ${prefix} stands base64`;
  if (scheme === 'hmac') {
    return key.length >= SHORTEST && key.length <= LONGEST
      ? null
      : `It holds ${key.length} bytes: ${SHORTEST} to ${LONGEST} are needed`;
  }
  if (key.length === SEED) return null;
  if (key.length !== SEED_AND_PUBLIC) return `It holds ${key.length} bytes: ${SEED} are needed`;
  return publicBytesOf(key).equals(key.subarray(SEED))
    ? null
    : 'Its second half is not the public key of its first';
}

/** Of a secret that is known to be one. */
export function createSigner(scheme: Scheme, secret: string): Signer {
  const key = bytesOf(secret.slice(PREFIXES[scheme].length)) ?? Buffer.alloc(0);
  return scheme === 'hmac' ? hmacSigner(key) : ed25519Signer(key);
}

function hmacSigner(key: Buffer): Signer {
  return {
    sign: (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`,
    publicKey: null,
  };
}

function ed25519Signer(key: Buffer): Signer {
  const privateKey = privateKeyOf(key);
  return {
    sign: (content) => `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`,
    publicKey: PUBLIC_PREFIX + publicBytesOf(key).toString('base64'),
  };
}

function privateKeyOf(key: Buffer) {
  const der = Buffer.concat([PKCS8, key.subarray(0, SEED)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicBytesOf(key: Buffer): Buffer {
  const { x = '' } = createPublicKey(privateKeyOf(key)).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

/**
 * Null of what is not base64: Node's own decoder leaves out what it does not know. Other senders also write
 * bits behind the last byte, which every decoder ignores.
 */
function bytesOf(base64: string): Buffer | null {
  const { length } = base64.replace(/=+$/, '');
  // A single character behind groups of four is no byte.
  return BASE64.test(base64) && length % 4 !== 1 ? Buffer.from(base64, 'base64') : null;
}
