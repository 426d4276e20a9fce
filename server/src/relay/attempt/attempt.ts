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
  /** Texts in which the secrets that it was sent with would show. */
  masks: readonly string[];
  /** The webhook's URL at the attempt, where the receiver says that it is gone for good. */
  goneUrl: string | null;
  /** Whether it came from the queue, and not straight from its writer. */
  queued: boolean;
}

/**
 * One attempt, from the frozen body to what becomes of the delivery; null where its request took so long
 * to evaluate that too little is left of the lease to send it. What it makes is written out, and
 * nothing spread: of an object that begins with a spread V8 makes a hidden class of its own, which no
 * quick round of the garbage collector frees, and of which a draining backlog would leave megabytes.
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
  const outcome = mismatch(request, body) ?? (await send(request, limits));
  const endedAt = now();
  const { disposition, disableWebhook, sign } = decide({
    outcome,
    attemptsInSchedule: attemptsOf(delivery),
    retryDelays: webhook.retryDelays,
    retryOn: webhook.retryOn,
    now: endedAt,
    random: random(),
  });
  const attempt = attemptOf(delivery, { request, outcome, startedAt, endedAt });
  const masks = masksFor(webhook, request);
  const goneUrl = disableWebhook ? webhook.url : null;
  return deliveredOf(delivery, { attempt, disposition, sign, goneUrl, masks });
}

/** Attempts since the schedule began, the present one included. */
function attemptsOf({ attemptCount, retryFrom }: DeliveryRecord): number {
  return attemptCount - retryFrom + 1;
}

/** Its condition was left to the relay. What was tried before stays in the log. */
function filteredOut(
  { recordSkipped, masks }: CompiledWebhook,
  delivery: DeliveryRecord,
  { reason, failed: conditionFailed }: Mismatch,
): Omit<AttemptResult, 'queued'> {
  const recorded = recordSkipped || conditionFailed || delivery.attemptCount > 0;
  const disposition = { kind: 'skipped' as const, reason, recorded };
  return deliveredOf(delivery, { attempt: null, disposition, sign: null, goneUrl: null, masks });
}

interface Unprepared extends Problem {
  delivery: DeliveryRecord;
  startedAt: number;
}

/** What ran out of time is tried again, by the schedule of any failure. */
function unprepared(
  { now, random }: AttemptParts,
  webhook: CompiledWebhook,
  { problem, temporary, delivery, startedAt }: Unprepared,
): Omit<AttemptResult, 'queued'> {
  if (!temporary) return unrendered(delivery, problem, startedAt);
  const outcome = failed('render-error', problem);
  const endedAt = now();
  const { disposition } = decide({
    outcome,
    temporary,
    attemptsInSchedule: attemptsOf(delivery),
    retryDelays: webhook.retryDelays,
    retryOn: 'all',
    now: endedAt,
    random: random(),
  });
  const attempt = attemptOf(delivery, { request: null, outcome, startedAt, endedAt });
  return deliveredOf(delivery, {
    attempt,
    disposition,
    sign: null,
    goneUrl: null,
    masks: webhook.masks,
  });
}

/** What does not render is failed at once: trying again would not mend it. */
export function unrendered(
  delivery: DeliveryRecord,
  error: string,
  now: number,
): Omit<AttemptResult, 'queued'> {
  const outcome = failed('render-error', error);
  return deliveredOf(delivery, {
    attempt: attemptOf(delivery, { request: null, outcome, startedAt: now, endedAt: now }),
    disposition: { kind: 'failed', reason: error },
    sign: null,
    goneUrl: null,
    masks: [],
  });
}

type Outcome = Pick<AttemptResult, 'attempt' | 'disposition' | 'sign' | 'goneUrl' | 'masks'>;

function deliveredOf(
  delivery: DeliveryRecord,
  { attempt, disposition, sign, goneUrl, masks }: Outcome,
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
  };
}

/** A body frozen for one method cannot leave by another. */
function mismatch({ method }: HttpRequest, body: FrozenBody): AttemptOutcome | null {
  const hasBody = body.format !== 'query' && body.format !== 'none';
  if (method !== 'GET' || !hasBody) return null;
  return failed(
    'render-error',
    'The body was rendered before the method became GET: redeliver it re-rendered',
  );
}

interface Tried {
  request: HttpRequest | null;
  outcome: AttemptOutcome;
  startedAt: number;
  endedAt: number;
}

function attemptOf(
  { attemptCount, trigger }: DeliveryRecord,
  { request, outcome, startedAt, endedAt }: Tried,
): AttemptRecord {
  const { kind, statusCode, responseHeaders, responseBody, responseTruncated, error } = outcome;
  return {
    number: attemptCount + 1,
    trigger,
    startedAt,
    // The clock may be set back in between.
    durationMs: Math.max(0, endedAt - startedAt),
    outcome: kind,
    // What was blocked was not sent, and its URL may hold credentials.
    request: kind === 'blocked' ? null : request && redactedRequest(request),
    statusCode,
    responseHeaders,
    responseBody,
    responseTruncated,
    error,
  };
}
