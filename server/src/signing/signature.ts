import type { Signer } from './signing-secret';

/** A key in force: the newest, or one that was rotated away and still signs beside it. */
export interface ResolvedSigningKey extends Signer {
  /** Epoch milliseconds; null of the newest. */
  expiresAt: number | null;
}

export interface Signed {
  id: string;
  /** Unix seconds of the attempt. */
  timestamp: string;
  /** As it is sent; null where there is none. */
  body: string | null;
}

/**
 * The value of `webhook-signature`: a signature of each key that is in force, the newest first, with
 * spaces between (Standard Webhooks 1.0, "Webhook headers"). Null without keys.
 */
export function signatureOf(
  keys: readonly ResolvedSigningKey[],
  { id, timestamp, body }: Signed,
  now: number,
): string | null {
  const signing = keys.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const content = `${id}.${timestamp}.${body ?? ''}`;
  return signing.length === 0 ? null : signing.map((key) => key.sign(content)).join(' ');
}
