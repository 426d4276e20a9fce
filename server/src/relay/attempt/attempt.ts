import type { AttemptRecord, DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import { laneOf, type Lane } from '../../outbox/ordering-key';
import type { Settlement } from '../../outbox/consume/settle';
import type { Mismatch } from '../../webhooks/compiled/decide-condition';
import type { WebhookInForce } from '../../webhooks/compiled/compiled-webhook';
import { failed, type AttemptOutcome } from '../http/attempt-outcome';
import type { HasTime } from '../worker/dispatcher';
import { prepareRequest, type PrepareParts, type Problem } from './prepare-request';
import type { HttpRequest } from './build-request';
import { masksFor, shownOf } from './redacted-request';
import { decide } from './retry-policy';
import type { Sender } from '../http/http-sender';
import type { ReadyDelivery } from '../worker/prefetch-buffer';

export interface DeliverParts extends PrepareParts {
  send: Sender;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
}

export interface Delivered extends Settlement, Lane {
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
export async function deliver(
  parts: DeliverParts,
  webhook: WebhookInForce,
  { delivery, hasTime }: { delivery: ReadyDelivery; hasTime: HasTime },
): Promise<Omit<Delivered, 'queued'> | null> {
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
  const { fate, disableWebhook, sign } = decide({
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
  return deliveredOf(delivery, { attempt, fate, sign, goneUrl, masks });
}

/** Attempts since the schedule began, the present one included. */
function attemptsOf({ attemptCount, retryFrom }: DeliveryRecord): number {
  return attemptCount - retryFrom + 1;
}

/** Its condition was left to the relay. What was tried before stays in the log. */
function filteredOut(
  { recordSkipped, masks }: WebhookInForce,
  delivery: DeliveryRecord,
  { reason, failed: conditionFailed }: Mismatch,
): Omit<Delivered, 'queued'> {
  const recorded = recordSkipped || conditionFailed || delivery.attemptCount > 0;
  const fate = { kind: 'skipped' as const, reason, recorded };
  return deliveredOf(delivery, { attempt: null, fate, sign: null, goneUrl: null, masks });
}

interface Unprepared extends Problem {
  delivery: DeliveryRecord;
  startedAt: number;
}

/** What ran out of time is tried again, by the schedule of any failure. */
function unprepared(
  { now, random }: DeliverParts,
  webhook: WebhookInForce,
  { problem, temporary, delivery, startedAt }: Unprepared,
): Omit<Delivered, 'queued'> {
  if (!temporary) return unrendered(delivery, problem, startedAt);
  const outcome = failed('render-error', problem);
  const endedAt = now();
  const { fate } = decide({
    outcome,
    temporary,
    attemptsInSchedule: attemptsOf(delivery),
    retryDelays: webhook.retryDelays,
    retryOn: 'all',
    now: endedAt,
    random: random(),
  });
  const attempt = attemptOf(delivery, { request: null, outcome, startedAt, endedAt });
  return deliveredOf(delivery, { attempt, fate, sign: null, goneUrl: null, masks: webhook.masks });
}

/** What does not render is exhausted at once: trying again would not mend it. */
export function unrendered(
  delivery: DeliveryRecord,
  error: string,
  now: number,
): Omit<Delivered, 'queued'> {
  const outcome = failed('render-error', error);
  return deliveredOf(delivery, {
    attempt: attemptOf(delivery, { request: null, outcome, startedAt: now, endedAt: now }),
    fate: { kind: 'exhausted', reason: error },
    sign: null,
    goneUrl: null,
    masks: [],
  });
}

type Outcome = Pick<Delivered, 'attempt' | 'fate' | 'sign' | 'goneUrl' | 'masks'>;

function deliveredOf(
  delivery: DeliveryRecord,
  { attempt, fate, sign, goneUrl, masks }: Outcome,
): Omit<Delivered, 'queued'> {
  const { webhookId, documentId } = laneOf(delivery);
  const { id: deliveryId, lockedBy } = delivery;
  return {
    webhookId,
    documentId,
    deliveryId,
    lockedBy,
    attempt,
    fate,
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
    request: kind === 'blocked' ? null : request && shownOf(request),
    statusCode,
    responseHeaders,
    responseBody,
    responseTruncated,
    error,
  };
}
