import type { Core } from '@strapi/strapi';

import { logOf } from '../../log';
import { inSchema, type Connection } from '../../outbox/database/tables';
import { WEBHOOK_TABLE } from '../../plugin-id';
import type { WebhookRegistry } from './registry';

/** Twice in the two seconds within which an edit on another instance is in force. */
const LOOK_MS = 1_000;

export interface ChangePoller {
  start(): Promise<void>;
  stop(): void;
}

/** Notices that webhooks were changed by another instance, and has them read anew. */
export function createChangePoller(strapi: Core.Strapi, registry: WebhookRegistry): ChangePoller {
  const { connection } = strapi.db;
  let timer: NodeJS.Timeout | undefined;
  let known = '';

  async function look(): Promise<void> {
    try {
      const now = await fingerprint(connection);
      if (now === known) return;
      // First what was seen, then the reading: a change between the two is seen next time.
      await registry.refresh();
      known = now;
    } catch (error) {
      logOf(strapi).error(`Document Webhooks: webhooks could not be looked at: ${String(error)}`);
    } finally {
      if (timer) next();
    }
  }

  function next(): void {
    timer = setTimeout(() => void look(), LOOK_MS);
    // Strapi's command line boots plugins too, and must be able to end.
    timer.unref();
  }

  return {
    async start() {
      await registry.refresh();
      next();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** All of them, and not the newest alone: instances' clocks differ. */
async function fingerprint(connection: Connection): Promise<string> {
  const rows = (await connection(inSchema(connection, WEBHOOK_TABLE))
    .select('id', 'state', 'updated_at')
    .orderBy('id')) as object[];
  return JSON.stringify(rows);
}
