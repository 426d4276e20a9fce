import type { Core } from '@strapi/strapi';

/** Strapi's encryption with the key `admin.secrets.encryptionKey`. */
export interface Cipher {
  /** True if a key is configured. */
  hasKey(): boolean;
  /** Null without a key. */
  encrypt(text: string): string | null;
  /** Null without a key, or if the text was encrypted with a different key. */
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
  /**
   * Cache of tryDecrypt texts: webhooks are reloaded at each change, and Strapi logs each failure.
   */
  let cache = new Map<string, string | null>();
  let cacheKey: unknown;

  return {
    hasKey,
    encrypt: (text) => (hasKey() ? encryption().encrypt(text) : null),
    decrypt(ciphertext) {
      if (!hasKey()) return null;
      if (cacheKey !== key() || cache.size > MAX_CACHED) {
        cache = new Map();
        cacheKey = key();
      }
      const before = cache.get(ciphertext);
      if (before !== undefined) return before;
      const text = tryDecrypt(encryption(), ciphertext);
      cache.set(ciphertext, text);
      return text;
    },
  };
}

const MAX_CACHED = 10_000;

/** Strapi throws if the text is not its own ciphertext. */
function tryDecrypt(encryption: Encryption, ciphertext: string): string | null {
  try {
    return encryption.decrypt(ciphertext);
  } catch {
    return null;
  }
}
