import { backloggedWebhooks } from '../../outbox/log/backlog';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';

export interface BacklogMonitorParts {
  connection: Connection;
  registry: WebhookRegistry;
  /** Number of pending deliveries of one webhook from which to warn. */
  atLeast: number;
  log: { info: (message: string) => void; warn: (message: string) => void };
}

export interface BacklogMonitor {
  start(): void;
  stop(): Promise<void>;
  checkNow(): Promise<void>;
}

const EVERY_MS = 60_000;

/**
 * Logs a warning once when a webhook has too many pending deliveries, and a note when it no longer has.
 * Nothing is dropped (I8) and no write waits for this.
 */
export function createBacklogMonitor(parts: BacklogMonitorParts): BacklogMonitor {
  const { connection, registry, atLeast, log } = parts;
  let backlogged = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function checkNow(): Promise<void> {
    const now = new Set(await backloggedWebhooks(connection, atLeast));
    const nameOf = (id: string) => registry.get(id)?.name ?? id;
    for (const id of now) {
      if (backlogged.has(id)) continue;
      log.warn(
        `Document Webhooks: at least ${String(atLeast)} deliveries wait for webhook "${nameOf(id)}" (limits.pendingPerWebhook); they are kept, and the database grows`,
      );
    }
    for (const id of backlogged) {
      if (now.has(id)) continue;
      log.info(
        `Document Webhooks: fewer than ${String(atLeast)} deliveries wait for webhook "${nameOf(id)}" again`,
      );
    }
    backlogged = now;
  }

  return {
    start() {
      timer = setInterval(() => {
        running = running.then(checkNow).catch((error: unknown) => {
          log.warn(`Document Webhooks: the backlog could not be checked: ${String(error)}`);
        });
      }, EVERY_MS);
      // Strapi's command line also boots plugins, and the timer must not keep it running.
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
    checkNow,
  };
}
