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

/**
 * Settles a batch, and updates the states of its webhooks: 410 disables, and failing for too long pauses.
 */
export async function settleBatch(parts: SettleBatchParts, batch: AttemptResult[]): Promise<void> {
  const redacted = batch.map((one) => redactSettlement(parts.redact, one));
  const unhealthy = await settle(parts.connection, redacted, {
    ruleFor: healthRules(parts),
    now: parts.now,
  });
  const sent = batch.filter(({ sign }) => sign !== null).map(({ webhookId }) => webhookId);
  parts.breaker.note(sent, unhealthy);
  for (const { webhookId: documentId, url } of findGone(batch)) {
    await change(parts, { documentId, state: 'disabled', reason: '410 Gone', url });
  }
  for (const documentId of exceededFailureWindow(parts, batch, unhealthy)) {
    const { pauseAfterHours } = parts.config.breaker;
    const reason = `failing for ${String(pauseAfterHours)} h`;
    await change(parts, { documentId, state: 'paused', reason });
  }
}

function healthRules({ registry, config }: SettleBatchParts): HealthRuleFor {
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

/** Returns each (webhook, URL) once. The URL may have been changed between two attempts. */
function findGone(batch: AttemptResult[]): Iterable<Gone> {
  const gone = batch.flatMap(({ webhookId, goneUrl: url }) =>
    url === null ? [] : [[`${webhookId} ${url}`, { webhookId, url }] as const],
  );
  return new Map(gone).values();
}

/**
 * Webhooks that failed in this batch and have not succeeded for `breaker.pauseAfterHours`. A hold is not a
 * failure, because the receiver is reachable.
 */
function exceededFailureWindow(
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

/** Never fails the settlement: the next failure tries to change the state again. */
async function change({ changeState, log }: SettleBatchParts, to: StateChange): Promise<void> {
  await changeState(to).catch((error: unknown) => {
    log.error(`Webhook ${to.documentId} could not be ${to.state} (${to.reason}): ${String(error)}`);
  });
}
