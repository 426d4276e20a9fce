import type { RetryOn } from '../../contracts/webhook-choices';
import type { Sign } from '../../outbox/flow-control/receiver-health';
import type { Disposition } from '../../outbox/consume/settle';
import type { AttemptOutcome } from '../http/attempt-outcome';
import { retryAfterMs } from './retry-after';

/** What the policy says of an outcome; 410 also disables the webhook. */
export interface Decision {
  disposition: Disposition;
  disableWebhook: boolean;
  /** What it says of the receiver; null where no request went out. */
  sign: Sign | null;
}

export interface TriedAttempt {
  outcome: AttemptOutcome;
  /** Whether nothing was sent for want of time only: then the rule is not to blame. */
  temporary?: boolean;
  /** Attempts since the schedule began, this one included: 1 after the first. */
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

/** Success is 2xx alone; a redirect is a failure. Waits grow by `retryDelays`, 20 % either way. */
export function decide(tried: TriedAttempt): Decision {
  const { outcome } = tried;
  const sign = signOf(outcome, tried.now);
  const isGone = outcome.kind === 'response' && outcome.statusCode === 410;
  return { disposition: fateOf(tried, sign), disableWebhook: isGone, sign };
}

function fateOf(tried: TriedAttempt, sign: Sign | null): Disposition {
  const { outcome, attemptsInSchedule, retryDelays, retryOn } = tried;
  if (isSuccess(outcome)) return { kind: 'delivered' };
  if (outcome.kind === 'response' && outcome.statusCode === 410) {
    return { kind: 'failed', reason: '410 Gone' };
  }
  const reason = reasonOf(outcome);
  if (!tried.temporary && !wasSent(outcome)) return { kind: 'failed', reason };
  if (!isRetried(retryOn, outcome)) {
    return { kind: 'failed', reason: `${reason}. Not retried: ${notListed(outcome)}` };
  }
  if (sign?.kind === 'busy') return { kind: 'hold', reason };

  const delay = retryDelays[attemptsInSchedule - 1];
  if (delay === undefined) return { kind: 'failed', reason };
  return { kind: 'retry', delayMs: waitMs(delay, tried), reason };
}

/** Of an answer that broke off the status counts too: the receiver is there, and says what it wants. */
function signOf(outcome: AttemptOutcome, now: number): Sign | null {
  if (!wasSent(outcome)) return null;
  if (isSuccess(outcome)) return { kind: 'good' };
  const { statusCode } = outcome;
  const askedMs = askedFor(outcome, now);
  if (statusCode === 429 || (statusCode === 503 && askedMs > 0)) {
    return { kind: 'busy', statusCode, waitMs: askedMs };
  }
  return { kind: OVERLOADED.has(statusCode) ? 'overloaded' : 'failed' };
}

const OVERLOADED = new Set<number | null>([502, 503, 504]);

/** Trying again would mend neither. */
function wasSent({ kind }: AttemptOutcome): boolean {
  return kind !== 'render-error' && kind !== 'blocked';
}

/** Of a response its status decides, of anything else its outcome. */
function isRetried(retryOn: RetryOn, { kind, statusCode }: AttemptOutcome): boolean {
  if (retryOn === 'all') return true;
  if (kind !== 'response' || statusCode === null) return retryOn.includes(kind);
  return retryOn.includes(statusCode) || retryOn.includes(`${String(statusCode).charAt(0)}xx`);
}

function notListed({ kind, statusCode }: AttemptOutcome): string {
  return `retryOn does not list ${kind === 'response' ? String(statusCode) : kind}`;
}

function waitMs(delaySeconds: number, { outcome, now, random }: TriedAttempt): number {
  const jittered = delaySeconds * 1_000 * (1 - JITTER + 2 * JITTER * random);
  return Math.round(Math.max(jittered, askedFor(outcome, now)));
}

function askedFor({ responseHeaders }: AttemptOutcome, now: number): number {
  const header = responseHeaders?.['retry-after'];
  return retryAfterMs(Array.isArray(header) ? header[0] : header, now);
}

function isSuccess({ kind, statusCode }: AttemptOutcome): boolean {
  return kind === 'response' && statusCode !== null && statusCode >= 200 && statusCode < 300;
}

function reasonOf({ kind, statusCode, error }: AttemptOutcome): string {
  if (kind !== 'response') return error ?? kind;
  if (statusCode !== null && statusCode >= 300 && statusCode < 400) {
    return `The receiver answered ${String(statusCode)}: redirects are not followed`;
  }
  return `The receiver answered ${String(statusCode)}`;
}
