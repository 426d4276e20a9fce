import type { Core } from '@strapi/strapi';

import { logOf } from '../../log';
import { inSchema, type Connection } from '../../outbox/database/tables';
import { WEBHOOK_TABLE } from '../../plugin-id';
import type { WebhookRegistry } from './registry';

/**
 * Poll interval: twice within the two seconds in which a change on another instance takes effect.
 */
const POLL_MS = 1_000;

export interface ChangePoller {
  start(): Promise<void>;
  stop(): void;
}

/** Polls the database for webhooks that another instance changed, and reloads them. */
export function createChangePoller(strapi: Core.Strapi, registry: WebhookRegistry): ChangePoller {
  const { connection } = strapi.db;
  let timer: NodeJS.Timeout | undefined;
  let known = '';

  async function poll(): Promise<void> {
    try {
      const now = await fingerprint(connection);
      if (now === known) return;
      // The fingerprint is read first: a change between the two reads is found by the schedule poll.
      await registry.refresh();
      known = now;
    } catch (error) {
      logOf(strapi).error(
        `Document Webhooks: checking for changed webhooks failed: ${String(error)}`,
      );
    } finally {
      if (timer) schedule();
    }
  }

  function schedule(): void {
    timer = setTimeout(() => void poll(), POLL_MS);
    // Strapi's command line boots plugins too, and must be able to exit.
    timer.unref();
  }

  return {
    async start() {
      await registry.refresh();
      schedule();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** All rows, not only the newest, because the clocks of instances differ. */
async function fingerprint(connection: Connection): Promise<string> {
  const rows = (await connection(inSchema(connection, WEBHOOK_TABLE))
    .select('id', 'state', 'updated_at')
    .orderBy('id')) as object[];
  return JSON.stringify(rows);
}
