import { createMasks } from '../../expressions/redaction/masks';
import { NO_SECRETS, type DecryptedSecrets } from '../../secrets/reveal';
import { createSigner } from '../../signing/signing-secret';
import type { ResolvedSigningKey } from '../../signing/signature';
import type { StoredWebhook } from '../stored/stored-webhook';

/** A header with its value, also if it is secret. */
export interface ResolvedHeader {
  key: string;
  value: string;
  secret: boolean;
}

/** The decrypted secrets of a webhook. */
export interface ResolvedSecrets {
  headers: ResolvedHeader[];
  /** The newest first. */
  signingKeys: ResolvedSigningKey[];
  /** The reason sending is on hold; null if all secrets are available. */
  secretsProblem: string | null;
  /** Spellings of the secrets, for masking. */
  masks: readonly string[];
  /** Changes whenever a secret header changes. */
  headersVersion: string;
}

const KEY_LOST =
  'The encryption key (admin.secrets.encryptionKey) is missing or has changed. Deliveries are on hold. Restore the key, or enter the secrets again';
const SIGNING_MISSING =
  'The signing secret is missing. Deliveries are on hold. Enter the secret, or generate a new one';

export function resolveSecrets(
  webhook: StoredWebhook,
  revealed: DecryptedSecrets,
): ResolvedSecrets {
  const { headers, signing } = webhook;
  const own = revealed.signing.filter(({ name }) => name === signing);
  const secretHeaders = headers.filter(({ secret }) => secret);
  if (secretHeaders.length === 0 && signing === 'none') {
    return { headers: withValues(headers, NO_SECRETS), ...NONE };
  }
  return {
    headers: withValues(headers, revealed),
    signingKeys: own.flatMap(({ name, secret, expiresAt }) =>
      secret === null ? [] : [{ ...createSigner(name, secret), expiresAt }],
    ),
    headersVersion: revealed.headersVersion ?? '',
    secretsProblem: describeMissing(webhook, { ...revealed, signing: own }),
    masks: [
      ...revealed.headers.values(),
      ...own.flatMap(({ secret }) => [secret, toSigningKey(secret)]),
    ]
      .filter((secret) => secret !== null)
      .flatMap((secret) => createMasks(secret)),
  };
}

const NONE = { signingKeys: [], secretsProblem: null, masks: [], headersVersion: '' };

function withValues(
  headers: StoredWebhook['headers'],
  revealed: DecryptedSecrets,
): ResolvedHeader[] {
  return headers.map(({ key, value, secret }) => ({
    key,
    value: (secret ? revealed.headers.get(key.toLowerCase()) : value) ?? '',
    secret,
  }));
}

function describeMissing(
  { headers, signing }: StoredWebhook,
  revealed: DecryptedSecrets,
): string | null {
  const [newest] = revealed.signing;
  if (signing !== 'none' && newest?.secret === null) return KEY_LOST;
  for (const { key, secret } of headers) {
    const stored = secret ? revealed.headers.get(key.toLowerCase()) : '';
    if (stored === null) return KEY_LOST;
    if (stored === undefined) {
      return `The secret of the header ${key} is missing. Deliveries are on hold. Enter the secret`;
    }
  }
  return signing !== 'none' && !newest ? SIGNING_MISSING : null;
}

/** The key after the prefix. */
function toSigningKey(secret: string | null): string | null {
  return secret === null ? null : secret.slice(secret.indexOf('_') + 1);
}
