import type { SigningKey, WebhookAttributes } from '../../contracts/webhook';
import type { DecryptedSecrets } from '../../secrets/reveal';
import { createSigner } from '../../signing/signing-secret';

/** The active signing keys, without secrets. */
export function toSigningKeys(
  { signing }: Pick<WebhookAttributes, 'signing'>,
  revealed: DecryptedSecrets,
): SigningKey[] {
  const now = Date.now();
  return revealed.signing
    .filter(({ name, expiresAt }) => name === signing && (expiresAt ?? Infinity) > now)
    .map(({ name, secret, createdAt, expiresAt }) => ({
      createdAt: new Date(createdAt).toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      publicKey: secret === null ? null : createSigner(name, secret).publicKey,
    }));
}
