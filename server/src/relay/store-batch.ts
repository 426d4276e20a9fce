import type { PluginConfig } from '../config';
import type { Redact } from '../expressions/redact';
import type { FailingWebhook } from '../outbox/breaker';
import { settle } from '../outbox/settle';
import type { Connection } from '../outbox/tables';
import type { StateChange } from '../webhooks/change-state';
import type { WebhookRegistry } from '../webhooks/registry';
import type { Breaker } from './breaker';
import type { Delivered } from './deliver';
import { redactSettlement } from './redact-settlement';

export interface StoreParts {
  connection: Connection;
  registry: WebhookRegistry;
  config: PluginConfig;
  breaker: Breaker;
  redact: Redact;
  log: { error: (message: string) => void };
  changeState: (change: StateChange) => Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Settles a batch, and draws the consequences for its webhooks: a breaker opens, one is paused or disabled. */
export async function storeBatch(parts: StoreParts, batch: Delivered[]): Promise<void> {
  const shown = batch.map((one) => redactSettlement(parts.redact, one));
  const failing = await settle(parts.connection, shown, parts.config.breaker);
  const succeeded = batch.filter(({ fate }) => fate.kind === 'delivered');
  parts.breaker.note({ failing, succeeded: succeeded.map(({ webhookId }) => webhookId) });
  for (const { webhookId: documentId, url } of goneOf(batch)) {
    await change(parts, { documentId, state: 'disabled', reason: '410 Gone', url });
  }
  for (const documentId of hopelessOf(parts, failing)) {
    const { pauseAfterHours } = parts.config.breaker;
    const reason = `failing for ${String(pauseAfterHours)} h`;
    await change(parts, { documentId, state: 'paused', reason });
  }
}

interface Gone {
  webhookId: string;
  url: string;
}

/** Each once: of one webhook two may be, where its URL was changed meanwhile. */
function goneOf(batch: Delivered[]): Iterable<Gone> {
  const gone = batch.flatMap(({ webhookId, goneUrl: url }) =>
    url === null ? [] : [[`${webhookId} ${url}`, { webhookId, url }] as const],
  );
  return new Map(gone).values();
}

function hopelessOf({ registry, config }: StoreParts, failing: FailingWebhook[]): string[] {
  return failing
    .filter(({ failingForMs }) => failingForMs >= config.breaker.pauseAfterHours * HOUR_MS)
    .map(({ webhookId }) => webhookId)
    .filter((webhookId) => registry.get(webhookId)?.state === 'enabled');
}

/** What is settled stays settled: the next failure tries again to change the state. */
async function change({ changeState, log }: StoreParts, to: StateChange): Promise<void> {
  await changeState(to).catch((error: unknown) => {
    log.error(`Webhook ${to.documentId} could not be ${to.state} (${to.reason}): ${String(error)}`);
  });
}
