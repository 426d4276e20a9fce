import type { RetryOn } from '../../contracts/webhook-choices';
import type { Sign } from '../../outbox/flow-control/receiver-health';
import type { Disposition } from '../../outbox/consume/settle';
import type { AttemptOutcome } from '../http/attempt-outcome';
import { retryAfterMs } from './retry-after';

/** Decision of the retry policy. 410 also disables the webhook. */
export interface Decision {
  disposition: Disposition;
  disableWebhook: boolean;
  /** Effect on the receiver's health; null if no request was sent. */
  sign: Sign | null;
}

export interface TriedAttempt {
  outcome: AttemptOutcome;
  /** True if nothing was sent because evaluation ran out of time. */
  temporary?: boolean;
  /** Number of attempts in the current schedule, including this one. */
  attemptsInSchedule: number;
  /** Seconds. */
  retryDelays: readonly number[];
  retryOn: RetryOn;
  /** Epoch milliseconds. */
  now: number;
  /** 0 to 1. */
  random: number;
}

const JITTER = 0.2;

/**
 * The retry policy, a pure function (I10). Only 2xx is a success; redirects are failures. Delays follow
 * `retryDelays`, with 20 % jitter either way.
 */
export function decide(tried: TriedAttempt): Decision {
  const { outcome } = tried;
  const sign = healthSign(outcome, tried.now);
  const isGone = outcome.kind === 'response' && outcome.statusCode === 410;
  return { disposition: decideDisposition(tried, sign), disableWebhook: isGone, sign };
}

function decideDisposition(tried: TriedAttempt, sign: Sign | null): Disposition {
  const { outcome, attemptsInSchedule, retryDelays, retryOn } = tried;
  if (isSuccess(outcome)) return { kind: 'delivered' };
  if (outcome.kind === 'response' && outcome.statusCode === 410) {
    return { kind: 'failed', reason: '410 Gone' };
  }
  const reason = failureReason(outcome);
  if (!tried.temporary && !wasSent(outcome)) return { kind: 'failed', reason };
  if (!isRetried(retryOn, outcome)) {
    return { kind: 'failed', reason: `${reason}. Not retried: ${retryOnProblem(outcome)}` };
  }
  if (sign?.kind === 'busy') return { kind: 'hold', reason };

  const delay = retryDelays[attemptsInSchedule - 1];
  if (delay === undefined) return { kind: 'failed', reason };
  return { kind: 'retry', delayMs: waitMs(delay, tried), reason };
}

/**
 * Effect on the receiver's health. The status of an incomplete response counts too, because the receiver is
 * reachable.
 */
function healthSign(outcome: AttemptOutcome, now: number): Sign | null {
  if (!wasSent(outcome)) return null;
  if (isSuccess(outcome)) return { kind: 'good' };
  const { statusCode } = outcome;
  const requestedMs = requestedWaitMs(outcome, now);
  if (statusCode === 429 || (statusCode === 503 && requestedMs > 0)) {
    return { kind: 'busy', statusCode, waitMs: requestedMs };
  }
  return { kind: OVERLOADED.has(statusCode) ? 'overloaded' : 'failed' };
}

const OVERLOADED = new Set<number | null>([502, 503, 504]);

/** False for outcomes without a request. A retry would fail in the same way. */
function wasSent({ kind }: AttemptOutcome): boolean {
  return kind !== 'render-error' && kind !== 'blocked';
}

/** A response is retried by its status, any other outcome by its kind. */
function isRetried(retryOn: RetryOn, { kind, statusCode }: AttemptOutcome): boolean {
  if (retryOn === 'all') return true;
  if (kind !== 'response' || statusCode === null) return retryOn.includes(kind);
  return retryOn.includes(statusCode) || retryOn.includes(`${String(statusCode).charAt(0)}xx`);
}

function retryOnProblem({ kind, statusCode }: AttemptOutcome): string {
  return `retryOn does not list ${kind === 'response' ? String(statusCode) : kind}`;
}

function waitMs(delaySeconds: number, { outcome, now, random }: TriedAttempt): number {
  const jittered = delaySeconds * 1_000 * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(jittered, requestedWaitMs(outcome, now)));
}

function requestedWaitMs({ responseHeaders }: AttemptOutcome, now: number): number {
  const header = responseHeaders?.['retry-after'];
  return retryAfterMs(Array.isArray(header) ? header[0] : header, now);
}

function isSuccess({ kind, statusCode }: AttemptOutcome): boolean {
  return kind === 'response' && statusCode !== null && statusCode >= 200 && statusCode < 300;
}

function failureReason({ kind, statusCode, error }: AttemptOutcome): string {
  if (kind !== 'response') return error ?? kind;
  if (statusCode !== null && statusCode >= 300 && statusCode < 400) {
    return `The receiver responded with ${String(statusCode)}. Redirects are not followed: use the final URL`;
  }
  return `The receiver responded with ${String(statusCode)}`;
}
