/**
 * How a webhook's receiver does, and how gently it is treated. Three things follow from its answers:
 *
 * - **failing**: `failures` in a row. From `breaker.failures` on the queue is on hold until `openUntil`,
 *   and after each further failure again.
 * - **on hold**: the receiver asked for time (429, or 503 with Retry-After). Nothing is sent until
 *   `holdUntil`. It counts neither as a failure nor as a success.
 * - **slow**: at most `allowance` requests are in flight, of all instances together. It is 1 after a hold
 *   or an open breaker: that is the probe. A 502, 503 or 504 halves it. Each success adds 1 up to `goal`,
 *   and 1 for each `allowance` successes beyond; at the webhook's `concurrency` the limit is lifted.
 *
 * Pure: times are epoch milliseconds of the database's clock, which all instances share.
 */
export interface ReceiverHealth {
  /** Failed attempts since the last that succeeded. */
  failures: number;
  failingSince: number | null;
  openUntil: number | null;
  /** Stays after its end until an attempt succeeds. */
  holdUntil: number | null;
  /** Since when it has been on hold without a success. */
  holdSince: number | null;
  /** The status code that asked for it. */
  holdStatus: number | null;
  /** How often it went on hold without a success in between. */
  holds: number;
  /** Null without a limit. */
  allowance: number | null;
  /** Up to there it grows fast. */
  goal: number;
  /** When it was last lowered: what began before tells nothing of it. */
  loweredAt: number | null;
}

/** What an attempt says of the receiver. */
export type Sign =
  | { kind: 'good' }
  | { kind: 'failed' }
  /** A failure of something that is overloaded: 502, 503, 504. */
  | { kind: 'overloaded' }
  /** Asked for time, so many milliseconds; 0 where it did not say how long. */
  | { kind: 'busy'; statusCode: number; waitMs: number };

export interface Shown {
  sign: Sign;
  /** When the attempt began. */
  startedAt: number;
}

export interface HealthRule {
  /** Consecutive failures from which on the queue is on hold. */
  failures: number;
  /** For how long then. */
  openMs: number;
  /** The webhook's own, from each instance. */
  concurrency: number;
}

export const WELL: ReceiverHealth = {
  failures: 0,
  failingSince: null,
  openUntil: null,
  holdUntil: null,
  holdSince: null,
  holdStatus: null,
  holds: 0,
  allowance: null,
  goal: 0,
  loweredAt: null,
};

/** The first hold of a receiver that does not say how long; each further one is twice as long. */
const SHORTEST_HOLD_MS = 1_000;
const LONGEST_OWN_HOLD_MS = 15 * 60_000;

/** The same receiver after an attempt. */
export function healthAfter(
  health: ReceiverHealth,
  shown: Shown,
  { now, rule }: { now: number; rule: HealthRule },
): ReceiverHealth {
  switch (shown.sign.kind) {
    case 'good':
      return recovered(health, shown, { now, rule });
    case 'failed':
      return failed(health, now, rule);
    case 'overloaded':
      return failed(slowed(health, shown, { now, rule }), now, rule);
    case 'busy':
      return onHold(health, shown.sign, { now, rule });
  }
}

export function isOnHold({ holdUntil }: ReceiverHealth, now: number): boolean {
  return holdUntil !== null && holdUntil > now;
}

/** How many may be in flight now, of all instances; Infinity without a limit. */
export function allowedInFlight(health: ReceiverHealth, threshold: number, now: number): number {
  const failing = health.failures >= threshold;
  if (isOnHold(health, now) || (failing && (health.openUntil ?? 0) > now)) return 0;
  return failing ? 1 : Math.floor(health.allowance ?? Infinity);
}

interface At {
  now: number;
  rule: HealthRule;
}

function recovered(health: ReceiverHealth, { startedAt }: Shown, { now, rule }: At) {
  const well = { ...health, failures: 0, failingSince: null, openUntil: null };
  const isNews = startedAt > (health.loweredAt ?? -1) && !isOnHold(health, now);
  if (!isNews) return well;
  const { allowance, goal } = health;
  const more = allowance === null ? null : allowance + (allowance < goal ? 1 : 1 / allowance);
  const lifted = more === null || more >= rule.concurrency;
  return { ...well, ...NO_HOLD, allowance: lifted ? null : more };
}

const NO_HOLD = { holdUntil: null, holdSince: null, holdStatus: null, holds: 0 };

function failed(health: ReceiverHealth, now: number, rule: HealthRule): ReceiverHealth {
  const failures = health.failures + 1;
  const counted = { ...health, failures, failingSince: health.failingSince ?? now };
  if (failures < rule.failures) return counted;
  const probing = { allowance: 1, goal: rule.concurrency, loweredAt: now };
  return { ...counted, openUntil: now + rule.openMs, ...probing };
}

function slowed(health: ReceiverHealth, { startedAt }: Shown, { now, rule }: At): ReceiverHealth {
  if (startedAt <= (health.loweredAt ?? -1)) return health;
  const half = halfOf(health, rule);
  return { ...health, allowance: half, goal: half, loweredAt: now };
}

/** While it is on hold, further answers of the same burst make it longer and nothing else. */
function onHold(
  health: ReceiverHealth,
  { statusCode, waitMs }: Extract<Sign, { kind: 'busy' }>,
  { now, rule }: At,
): ReceiverHealth {
  const until = now + waitMs;
  if (isOnHold(health, now)) {
    return { ...health, holdUntil: Math.max(health.holdUntil ?? 0, until), holdStatus: statusCode };
  }
  const own = Math.min(SHORTEST_HOLD_MS * 2 ** Math.min(health.holds, 20), LONGEST_OWN_HOLD_MS);
  return {
    ...health,
    holdUntil: Math.max(until, now + own),
    holdSince: health.holdSince ?? now,
    holdStatus: statusCode,
    holds: health.holds + 1,
    allowance: 1,
    goal: halfOf(health, rule),
    loweredAt: now,
  };
}

function halfOf({ allowance }: ReceiverHealth, { concurrency }: HealthRule): number {
  return Math.max(1, Math.floor((allowance ?? concurrency) / 2));
}
