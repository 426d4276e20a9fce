import type { Cipher } from './cipher';
import type { HeaderSecret, StoredSigningSecret, StoredSecret } from './secret-rows';

/** The decrypted secrets of a webhook. A value is null if the key does not match. */
export interface DecryptedSecrets {
  /** By lower-case header name. */
  headers: ReadonlyMap<string, string | null>;
  /** The newest first. */
  signing: readonly DecryptedKey[];
  /** Changes whenever a secret header changes. */
  headersVersion?: string;
}

export interface DecryptedKey extends Pick<
  StoredSigningSecret,
  'id' | 'name' | 'createdAt' | 'expiresAt'
> {
  secret: string | null;
}

export const NO_SECRETS: DecryptedSecrets = { headers: new Map(), signing: [] };

/** Decrypts secrets by the documentId of the webhook. `stored` must be sorted newest first. */
export function decryptAll(
  cipher: Pick<Cipher, 'decrypt'>,
  stored: readonly StoredSecret[],
): (webhookId: string) => DecryptedSecrets {
  const byWebhook = new Map<string, StoredSecret[]>();
  for (const one of stored) {
    const known = byWebhook.get(one.webhookId);
    if (known) known.push(one);
    else byWebhook.set(one.webhookId, [one]);
  }
  return (webhookId) => {
    const own = byWebhook.get(webhookId);
    return own ? reveal(cipher, own) : NO_SECRETS;
  };
}

function reveal({ decrypt }: Pick<Cipher, 'decrypt'>, stored: StoredSecret[]): DecryptedSecrets {
  const headers = stored.filter((one): one is HeaderSecret => one.kind === 'header');
  const signing = stored.filter((one): one is StoredSigningSecret => one.kind === 'signing');
  return {
    // Reversed, so that the newest of two with one name wins.
    headers: new Map(
      headers.reverse().map(({ name, ciphertext }) => [name, decrypt(ciphertext)] as const),
    ),
    headersVersion: headers.map(({ id }) => id).join(),
    signing: signing.map(({ id, name, createdAt, expiresAt, ciphertext }) => ({
      id,
      name,
      createdAt,
      expiresAt,
      secret: decrypt(ciphertext),
    })),
  };
}
