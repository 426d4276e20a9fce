import type { Signer } from './signing-secret';

/** An active key: the newest, or a rotated one during its overlap. */
export interface ResolvedSigningKey extends Signer {
  /** Epoch milliseconds; null for the newest. */
  expiresAt: number | null;
}

export interface Signed {
  id: string;
  /** Unix seconds of the attempt. */
  timestamp: string;
  /** The body as sent; null if there is none. */
  body: string | null;
}

/**
 * The value of `webhook-signature`: one signature per active key, newest first, separated by spaces
 * (Standard Webhooks 1.0, "Webhook headers"). Null without keys.
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
