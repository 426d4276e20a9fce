import type { Core } from '@strapi/strapi';

import { FIELD_MAPPING_COMPONENT_UID, HEADER_COMPONENT_UID, WEBHOOK_UID } from '../plugin-id';
import { MODEL_UIDS } from './index';

const STORE_KEY = { type: 'core', key: 'persisted_tables' } as const;

interface TableName {
  name: string;
}

interface Metadata {
  get(uid: string): { tableName: string; attributes: Record<string, Attribute> };
}

interface Hook {
  register(handler: () => Promise<void>): unknown;
}

interface Attribute {
  joinTable?: TableName;
}

/**
 * Lists the plugin's tables in the core store under `persisted_tables`. Strapi's schema sync drops the
 * tables of a plugin that is disabled or missing at boot, except those that this list names.
 */
export async function keepTables(strapi: Core.Strapi): Promise<void> {
  const kept = ((await strapi.store.get(STORE_KEY)) ?? []) as (string | TableName)[];
  const names = new Set(kept.map((table) => (typeof table === 'string' ? table : table.name)));
  const missing = ownTables(strapi).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  await strapi.store.set({ ...STORE_KEY, value: [...kept, ...missing.map((name) => ({ name }))] });
}

/**
 * Keeps the tables before Strapi's first sync with them, so that an instance without the plugin that boots
 * at the same time does not drop them. A new database has no core store yet; `bootstrap` repeats the call.
 */
export function keepTablesBeforeSync(strapi: Core.Strapi): void {
  const beforeSync = strapi.hook('strapi::content-types.beforeSync') as Hook;
  beforeSync.register(async () => {
    const stored = await strapi.db.getSchemaConnection().hasTable('strapi_core_store_settings');
    if (stored) await keepTables(strapi);
  });
}

function ownTables(strapi: Core.Strapi): string[] {
  const metadata = strapi.db.metadata as unknown as Metadata;
  const uids = [WEBHOOK_UID, HEADER_COMPONENT_UID, FIELD_MAPPING_COMPONENT_UID, ...MODEL_UIDS];
  const tables = uids.flatMap((uid) => {
    const { tableName, attributes } = metadata.get(uid);
    return [tableName, ...Object.values(attributes).map(({ joinTable }) => joinTable?.name)];
  });
  return [...new Set(tables.filter((name) => name !== undefined))];
}
