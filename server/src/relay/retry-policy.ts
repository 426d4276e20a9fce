import type { RetryOn } from '../contracts/webhook-choices';
import type { Fate } from '../outbox/settle';
import type { AttemptOutcome } from './attempt-outcome';
import { retryAfterMs } from './retry-after';

/** What the policy says of an outcome; 410 also disables the webhook. */
export interface Decision {
  fate: Fate;
  disableWebhook: boolean;
}

export interface Tried {
  outcome: AttemptOutcome;
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
export function decide(tried: Tried): Decision {
  const { outcome, attemptsInSchedule, retryDelays, retryOn } = tried;
  if (isSuccess(outcome)) return keep({ kind: 'delivered' });
  if (outcome.kind === 'response' && outcome.statusCode === 410) {
    return { fate: { kind: 'exhausted', reason: '410 Gone' }, disableWebhook: true };
  }
  const reason = reasonOf(outcome);
  // Trying again would mend neither.
  if (outcome.kind === 'render-error' || outcome.kind === 'blocked') {
    return keep({ kind: 'exhausted', reason });
  }
  if (!isRetried(retryOn, outcome)) {
    return keep({ kind: 'exhausted', reason: `${reason}. Not retried: ${notListed(outcome)}` });
  }

  const delay = retryDelays[attemptsInSchedule - 1];
  if (delay === undefined) return keep({ kind: 'exhausted', reason });
  return keep({ kind: 'retry', delayMs: waitMs(delay, tried), reason });
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

function waitMs(delaySeconds: number, { outcome, now, random }: Tried): number {
  const jittered = delaySeconds * 1_000 * (1 - JITTER + 2 * JITTER * random);
  const header = outcome.responseHeaders?.['retry-after'];
  const asked = retryAfterMs(Array.isArray(header) ? header[0] : header, now);
  return Math.round(Math.max(jittered, asked));
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

function keep(fate: Fate): Decision {
  return { fate, disableWebhook: false };
}
