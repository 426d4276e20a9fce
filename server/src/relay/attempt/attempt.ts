import type { AttemptRecord, DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import { orderingKeyOf, type OrderingKey } from '../../outbox/ordering-key';
import type { Settlement } from '../../outbox/consume/settle';
import type { Mismatch } from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { failed, type AttemptOutcome } from '../http/attempt-outcome';
import type { HasTime } from '../worker/dispatcher';
import { prepareRequest, type PrepareParts, type Problem } from './prepare-request';
import type { HttpRequest } from './build-request';
import { masksFor, redactedRequest } from './redacted-request';
import { decide } from './retry-policy';
import type { HttpSender } from '../http/http-sender';
import type { ReadyDelivery } from '../worker/prefetch-buffer';

export interface AttemptParts extends PrepareParts {
  send: HttpSender;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
}

export interface AttemptResult extends Settlement, OrderingKey {
  /** Secret values of the request, to be masked in the log. */
  masks: readonly string[];
  /** Environment variables whose values the request can contain, to be masked too. */
  variables: readonly string[];
  /** The webhook's URL at the attempt if the receiver responded 410 Gone; else null. */
  goneUrl: string | null;
  /** Whether the delivery was claimed from the queue, not dispatched directly by its writer. */
  queued: boolean;
}

/**
 * Makes one attempt and decides the disposition. Returns null if evaluating the request took so long that
 * the lease is too short for the request (I5). Object literals are spelled out on purpose: an object that
 * begins with a spread gets a hidden class of its own in V8, which only a full garbage collection frees,
 * and a draining backlog would retain megabytes.
 */
export async function makeAttempt(
  parts: AttemptParts,
  webhook: CompiledWebhook,
  { delivery, hasTime }: { delivery: ReadyDelivery; hasTime: HasTime },
): Promise<Omit<AttemptResult, 'queued'> | null> {
  const { send, config, stopping, now, random } = parts;
  const startedAt = now();
  const prepared = await prepareRequest(parts, webhook, { delivery, now: startedAt });
  if ('mismatch' in prepared) return filteredOut(webhook, delivery, prepared.mismatch);
  if ('problem' in prepared)
    return unprepared(parts, webhook, { ...prepared, delivery, startedAt });
  if (!hasTime()) return null;
  const { request, body } = prepared;
  const limits = {
    timeoutMs: webhook.timeoutMs,
    maxResponseBytes: config.delivery.maxResponseBytes,
    stopping,
  };
  const outcome = methodMismatch(request, body) ?? (await send(request, limits));
  const endedAt = now();
  const { disposition, disableWebhook, sign } = decide({
    outcome,
    attemptsInSchedule: attemptNumber(delivery),
    retryDelays: webhook.retryDelays,
    retryOn: webhook.retryOn,
    now: endedAt,
    random: random(),
  });
  const attempt = toAttemptRecord(delivery, { request, outcome, startedAt, endedAt });
  const masks = masksFor(webhook, request);
  const goneUrl = disableWebhook ? webhook.url : null;
  const variables = variablesOf(webhook, delivery);
  return toResult(delivery, { attempt, disposition, sign, goneUrl, masks, variables });
}

/** Number of attempts in the current schedule, including this one. */
function attemptNumber({ attemptCount, retryFrom }: DeliveryRecord): number {
  return attemptCount - retryFrom + 1;
}

/**
 * Disposition of a delivery whose condition the relay evaluated to false or could not evaluate. Earlier
 * attempts stay in the log.
 */
function filteredOut(
  { recordSkipped, masks, variables }: CompiledWebhook,
  delivery: DeliveryRecord,
  { reason, failed: conditionFailed }: Mismatch,
): Omit<AttemptResult, 'queued'> {
  const recorded = recordSkipped || conditionFailed || delivery.attemptCount > 0;
  const disposition = { kind: 'skipped' as const, reason, recorded };
  return toResult(delivery, {
    attempt: null,
    disposition,
    sign: null,
    goneUrl: null,
    masks,
    variables,
  });
}

interface Unprepared extends Problem {
  delivery: DeliveryRecord;
  startedAt: number;
}

/**
 * Disposition of a delivery whose request could not be rendered. A timeout is retried by the usual
 * schedule.
 */
function unprepared(
  { now, random }: AttemptParts,
  webhook: CompiledWebhook,
  { problem, temporary, delivery, startedAt }: Unprepared,
): Omit<AttemptResult, 'queued'> {
  const variables = variablesOf(webhook, delivery);
  if (!temporary) {
    const failure = unrendered(delivery, problem, startedAt);
    failure.masks = webhook.masks;
    failure.variables = variables;
    return failure;
  }
  const outcome = failed('render-error', problem);
  const endedAt = now();
  const { disposition } = decide({
    outcome,
    temporary,
    attemptsInSchedule: attemptNumber(delivery),
    retryDelays: webhook.retryDelays,
    retryOn: 'all',
    now: endedAt,
    random: random(),
  });
  const attempt = toAttemptRecord(delivery, { request: null, outcome, startedAt, endedAt });
  return toResult(delivery, {
    attempt,
    disposition,
    sign: null,
    goneUrl: null,
    masks: webhook.masks,
    variables,
  });
}

/** A frozen body can contain values that the webhook no longer reads. */
function variablesOf({ variables }: CompiledWebhook, { body }: DeliveryRecord): readonly string[] {
  const frozen = body?.variables ?? [];
  return frozen.length === 0 ? variables : [...new Set([...variables, ...frozen])];
}

/**
 * Disposition of a delivery that cannot be rendered: it fails at once, because a retry would fail in the
 * same way.
 */
export function unrendered(
  delivery: DeliveryRecord,
  error: string,
  now: number,
): Omit<AttemptResult, 'queued'> {
  const outcome = failed('render-error', error);
  return toResult(delivery, {
    attempt: toAttemptRecord(delivery, { request: null, outcome, startedAt: now, endedAt: now }),
    disposition: { kind: 'failed', reason: error },
    sign: null,
    goneUrl: null,
    masks: [],
    variables: [],
  });
}

type Outcome = Pick<
  AttemptResult,
  'attempt' | 'disposition' | 'sign' | 'goneUrl' | 'masks' | 'variables'
>;

function toResult(
  delivery: DeliveryRecord,
  { attempt, disposition, sign, goneUrl, masks, variables }: Outcome,
): Omit<AttemptResult, 'queued'> {
  const { webhookId, documentId } = orderingKeyOf(delivery);
  const { id: deliveryId, lockedBy } = delivery;
  return {
    webhookId,
    documentId,
    deliveryId,
    lockedBy,
    attempt,
    disposition,
    sign,
    goneUrl,
    masks,
    variables,
  };
}

/** A body that was frozen for another method cannot be sent with GET. */
function methodMismatch({ method }: HttpRequest, body: FrozenBody): AttemptOutcome | null {
  const hasBody = body.format !== 'query' && body.format !== 'none';
  if (method !== 'GET' || !hasBody) return null;
  return failed(
    'render-error',
    'The body was rendered before the method was changed to GET: redeliver it re-rendered',
  );
}

interface FinishedAttempt {
  request: HttpRequest | null;
  outcome: AttemptOutcome;
  startedAt: number;
  endedAt: number;
}

function toAttemptRecord(
  { attemptCount, trigger }: DeliveryRecord,
  { request, outcome, startedAt, endedAt }: FinishedAttempt,
): AttemptRecord {
  const { kind, statusCode, responseHeaders, responseBody, responseTruncated, error } = outcome;
  return {
    number: attemptCount + 1,
    trigger,
    startedAt,
    // The clock may be set back during the attempt.
    durationMs: Math.max(0, endedAt - startedAt),
    outcome: kind,
    // A blocked request was not sent, and its URL may contain credentials.
    request: kind === 'blocked' ? null : request && redactedRequest(request),
    statusCode,
    responseHeaders,
    responseBody,
    responseTruncated,
    error,
  };
}
