import { backloggedWebhooks } from '../../outbox/log/backlog';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';

export interface BacklogMonitorParts {
  connection: Connection;
  registry: WebhookRegistry;
  /** Deliveries that wait for one webhook from which on it is told. */
  atLeast: number;
  log: { info: (message: string) => void; warn: (message: string) => void };
}

export interface BacklogMonitor {
  start(): void;
  stop(): Promise<void>;
  lookNow(): Promise<void>;
}

const EVERY_MS = 60_000;

/**
 * Tells the log, once each time, for which webhooks so much waits that somebody should look. Nothing is
 * dropped, and no write waits for this.
 */
export function createBacklogMonitor(parts: BacklogMonitorParts): BacklogMonitor {
  const { connection, registry, atLeast, log } = parts;
  let known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function lookNow(): Promise<void> {
    const now = new Set(await backloggedWebhooks(connection, atLeast));
    const nameOf = (id: string) => registry.get(id)?.name ?? id;
    for (const id of now) {
      if (known.has(id)) continue;
      log.warn(
        `Document Webhooks: at least ${String(atLeast)} deliveries wait for webhook "${nameOf(id)}" (limits.pendingPerWebhook); they are kept, and grow the database`,
      );
    }
    for (const id of known) {
      if (now.has(id)) continue;
      log.info(
        `Document Webhooks: fewer than ${String(atLeast)} deliveries wait for webhook "${nameOf(id)}" again`,
      );
    }
    known = now;
  }

  return {
    start() {
      timer = setInterval(() => {
        running = running.then(lookNow).catch((error: unknown) => {
          log.warn(`Document Webhooks: the backlog could not be looked at: ${String(error)}`);
        });
      }, EVERY_MS);
      // Strapi's command line boots plugins too, and must be able to end.
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
    lookNow,
  };
}
