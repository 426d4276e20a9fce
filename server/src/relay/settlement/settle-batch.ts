import { DEFAULT_CONCURRENCY, type PluginConfig } from '../../config';
import type { Redact } from '../../expressions/redaction/redact';
import type { HealthRuleFor, UnhealthyReceiver } from '../../outbox/flow-control/circuit-breaker';
import { settle } from '../../outbox/consume/settle';
import type { Connection } from '../../outbox/database/tables';
import type { StateChange } from '../../webhooks/stored/change-state';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import type { BreakerCache } from '../worker/breaker-cache';
import type { AttemptResult } from '../attempt/attempt';
import { redactSettlement } from './redact-settlement';

export interface SettleBatchParts {
  connection: Connection;
  registry: WebhookRegistry;
  config: PluginConfig;
  breaker: BreakerCache;
  /** Epoch milliseconds. */
  now: () => number;
  redact: Redact;
  log: { error: (message: string) => void };
  changeState: (change: StateChange) => Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Settles a batch, and draws the consequences for its webhooks: one is on hold, paused or disabled. */
export async function settleBatch(parts: SettleBatchParts, batch: AttemptResult[]): Promise<void> {
  const shown = batch.map((one) => redactSettlement(parts.redact, one));
  const unhealthy = await settle(parts.connection, shown, {
    ruleFor: rulesOf(parts),
    now: parts.now,
  });
  const sent = batch.filter(({ sign }) => sign !== null).map(({ webhookId }) => webhookId);
  parts.breaker.note(sent, unhealthy);
  for (const { webhookId: documentId, url } of goneOf(batch)) {
    await change(parts, { documentId, state: 'disabled', reason: '410 Gone', url });
  }
  for (const documentId of hopelessOf(parts, batch, unhealthy)) {
    const { pauseAfterHours } = parts.config.breaker;
    const reason = `failing for ${String(pauseAfterHours)} h`;
    await change(parts, { documentId, state: 'paused', reason });
  }
}

function rulesOf({ registry, config }: SettleBatchParts): HealthRuleFor {
  const { failures, openMs } = config.breaker;
  return (webhookId) => {
    const concurrency = registry.get(webhookId)?.concurrency ?? DEFAULT_CONCURRENCY;
    return { failures, openMs, concurrency };
  };
}

interface Gone {
  webhookId: string;
  url: string;
}

/** Each once: of one webhook two may be, where its URL was changed meanwhile. */
function goneOf(batch: AttemptResult[]): Iterable<Gone> {
  const gone = batch.flatMap(({ webhookId, goneUrl: url }) =>
    url === null ? [] : [[`${webhookId} ${url}`, { webhookId, url }] as const],
  );
  return new Map(gone).values();
}

/** Those that failed just now, and have not succeeded for so long. A receiver that only asks for time is there. */
function hopelessOf(
  { registry, config }: SettleBatchParts,
  batch: AttemptResult[],
  unhealthy: UnhealthyReceiver[],
): string[] {
  const failed = new Set(batch.filter(isFailure).map(({ webhookId }) => webhookId));
  const longestMs = config.breaker.pauseAfterHours * HOUR_MS;
  return unhealthy
    .filter(({ failingSince, now }) => failingSince !== null && now - failingSince >= longestMs)
    .map(({ webhookId }) => webhookId)
    .filter((id) => failed.has(id) && registry.get(id)?.state === 'enabled');
}

function isFailure({ sign }: AttemptResult): boolean {
  return sign?.kind === 'failed' || sign?.kind === 'overloaded';
}

/** What is settled stays settled: the next failure tries again to change the state. */
async function change({ changeState, log }: SettleBatchParts, to: StateChange): Promise<void> {
  await changeState(to).catch((error: unknown) => {
    log.error(`Webhook ${to.documentId} could not be ${to.state} (${to.reason}): ${String(error)}`);
  });
}
