import type { Cipher } from './cipher';
import type { HeaderSecret, StoredSigningSecret, StoredSecret } from './secret-rows';

/** A webhook's secrets, decrypted; null where the key does not fit. */
export interface DecryptedSecrets {
  /** By header keys in lower case. */
  headers: ReadonlyMap<string, string | null>;
  /** The newest first. */
  signing: readonly DecryptedKey[];
  /** Another one once a header has another secret. */
  headersVersion?: string;
}

export interface DecryptedKey extends Pick<
  StoredSigningSecret,
  'id' | 'name' | 'createdAt' | 'expiresAt'
> {
  secret: string | null;
}

export const NO_SECRETS: DecryptedSecrets = { headers: new Map(), signing: [] };

/** By the documentIds of webhooks; `stored` begins with the newest. */
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
    // Of two with one name the newest is set last.
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
