import type { Cipher } from './cipher';
import type { HeaderSecret, SigningSecret, StoredSecret } from './secret-rows';

/** A webhook's secrets, decrypted; null where the key does not fit. */
export interface Revealed {
  /** By header keys in lower case. */
  headers: ReadonlyMap<string, string | null>;
  /** The newest first. */
  signing: readonly RevealedKey[];
  /** Another one once a header has another secret. */
  headersVersion?: string;
}

export interface RevealedKey extends Pick<
  SigningSecret,
  'id' | 'name' | 'createdAt' | 'expiresAt'
> {
  secret: string | null;
}

export const NO_SECRETS: Revealed = { headers: new Map(), signing: [] };

/** By the documentIds of webhooks; `stored` begins with the newest. */
export function revealAll(
  cipher: Pick<Cipher, 'decrypt'>,
  stored: readonly StoredSecret[],
): (webhookId: string) => Revealed {
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

function reveal({ decrypt }: Pick<Cipher, 'decrypt'>, stored: StoredSecret[]): Revealed {
  const headers = stored.filter((one): one is HeaderSecret => one.kind === 'header');
  const signing = stored.filter((one): one is SigningSecret => one.kind === 'signing');
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
