import { DELIVERY_TABLE, HEALTH_TABLE } from '../../../server/src/plugin-id';
import type { App } from '../../support/boot-strapi';

/**
 * Makes time pass for an app. The database's clock cannot be set, but all that waits for it can be put
 * nearer: retries, holds, open breakers, the count of failing hours.
 */
export async function letPass(app: App, ms: number): Promise<void> {
  const { connection } = app.strapi.db;
  await connection(DELIVERY_TABLE)
    .where({ status: 'pending' })
    .update({ due_at: connection.raw('due_at - ?', [ms]) });
  await connection(HEALTH_TABLE).update({
    open_until: connection.raw('open_until - ?', [ms]),
    hold_until: connection.raw('hold_until - ?', [ms]),
    hold_since: connection.raw('hold_since - ?', [ms]),
    lowered_at: connection.raw('lowered_at - ?', [ms]),
    failing_since: connection.raw('failing_since - ?', [ms]),
  });
}
