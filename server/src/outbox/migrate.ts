import type { Core } from '@strapi/strapi';

import { DELIVERY_TABLE } from '../plugin-id';
import { inSchema } from './database/tables';

interface BeforeSync {
  register(migrate: () => Promise<void>): void;
}

/**
 * Brings tables of an earlier version to the present columns before Strapi synchronizes the schema:
 * it would drop a renamed column, and the pending deliveries' due times with it.
 */
export function registerMigration(strapi: Core.Strapi): void {
  const beforeSync = strapi.hook('strapi::content-types.beforeSync') as unknown as BeforeSync;
  beforeSync.register(() => from01(strapi));
}

/** 0.1 had `next_attempt_at`, and neither `sequence` nor `event_at`. The rename is last: it marks the end. */
async function from01(strapi: Core.Strapi): Promise<void> {
  const { connection } = strapi.db;
  // A fresh one each time: it remembers, and would repeat, what it was asked before.
  const schema = () => strapi.db.getSchemaConnection();
  const has = (column: string) => schema().hasColumn(DELIVERY_TABLE, column);
  if (!(await schema().hasTable(DELIVERY_TABLE)) || !(await has('next_attempt_at'))) return;

  if (!(await has('sequence'))) {
    await schema().alterTable(DELIVERY_TABLE, (table) => void table.integer('sequence'));
  }
  if (!(await has('event_at'))) {
    await schema().alterTable(DELIVERY_TABLE, (table) => void table.bigInteger('event_at'));
  }
  const rows = () => connection(inSchema(connection, DELIVERY_TABLE));
  await rows().update({ event_at: connection.ref('created_at'), sequence: 0 });
  await rows()
    .whereNull('next_attempt_at')
    .update({ next_attempt_at: connection.ref('settled_at') });
  await schema().alterTable(DELIVERY_TABLE, (table) => {
    table.renameColumn('next_attempt_at', 'due_at');
  });
}
