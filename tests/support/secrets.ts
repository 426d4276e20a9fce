import { SECRET_TABLE } from '../../server/src/plugin-id';
import { containerOf } from '../../server/src/container';
import type { App } from './boot-strapi';

const KEY = 'admin.secrets.encryptionKey';

/** As if Strapi had been started with another key, or with none. */
export async function withEncryptionKey(
  { strapi }: App,
  key: string | undefined,
  act: () => Promise<void>,
): Promise<void> {
  const before: unknown = strapi.config.get(KEY);
  const { registry, relay } = containerOf(strapi);
  const begin = async (present: unknown): Promise<void> => {
    strapi.config.set(KEY, present);
    await registry.refresh();
    relay.nudge();
  };
  try {
    await begin(key);
    await act();
  } finally {
    await begin(before);
  }
}

export interface SecretRow {
  id: number;
  webhook_id: string;
  kind: string;
  name: string;
  ciphertext: string;
}

export async function secretRows({ strapi }: App, documentId: string): Promise<SecretRow[]> {
  return strapi.db.connection(SECRET_TABLE).where({ webhook_id: documentId });
}
