import type { Core } from '@strapi/strapi';

/** Strapi's own encryption, by the key `admin.secrets.encryptionKey`. */
export interface Cipher {
  /** Whether there is a key at all. */
  hasKey(): boolean;
  /** Null without a key. */
  encrypt(text: string): string | null;
  /** Null without a key, or with another one than it was encrypted by. */
  decrypt(ciphertext: string): string | null;
}

export const ENCRYPTION_KEY = 'admin.secrets.encryptionKey';

interface Encryption {
  encrypt(text: string): string | null;
  decrypt(ciphertext: string): string | null;
}

export function createCipher(strapi: Core.Strapi): Cipher {
  const encryption = () => strapi.service('admin::encryption') as unknown as Encryption;
  const key = (): unknown => strapi.config.get(ENCRYPTION_KEY);
  const hasKey = (): boolean => Boolean(key());
  /** What was decrypted: webhooks are read anew at each change, and Strapi logs each failure. */
  let known = new Map<string, string | null>();
  let knownBy: unknown;

  return {
    hasKey,
    encrypt: (text) => (hasKey() ? encryption().encrypt(text) : null),
    decrypt(ciphertext) {
      if (!hasKey()) return null;
      if (knownBy !== key() || known.size > MOST_KNOWN) {
        known = new Map();
        knownBy = key();
      }
      const before = known.get(ciphertext);
      if (before !== undefined) return before;
      const text = decrypted(encryption(), ciphertext);
      known.set(ciphertext, text);
      return text;
    },
  };
}

const MOST_KNOWN = 10_000;

/** Strapi's throws where the text is no ciphertext of its own. */
function decrypted(encryption: Encryption, ciphertext: string): string | null {
  try {
    return encryption.decrypt(ciphertext);
  } catch {
    return null;
  }
}
