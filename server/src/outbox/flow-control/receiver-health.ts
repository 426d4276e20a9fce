/**
 * Health of a webhook's receiver, from its responses. Three states limit the requests to it (I7):
 *
 * - **failing**: `failures` in a row. After `breaker.failures` the queue is on hold until `openUntil`, and
 *   again after each further failure.
 * - **on hold**: the receiver asked to wait (429, or 503 with Retry-After). Nothing is sent until
 *   `holdUntil`. The response counts neither as a failure nor as a success.
 * - **slowed down**: at most `allowance` requests are in flight from all instances together. The allowance
 *   is 1 (a probe) after a hold or an open breaker. A 502, 503 or 504 halves it. Each success adds 1 up to
 *   `goal`, and 1 for each `allowance` successes above. At the webhook's `concurrency` the limit ends.
 *
 * Pure functions (I10). Times are epoch milliseconds of the database's clock, which all instances share.
 */
export interface ReceiverHealth {
  /** Failed attempts since the last success. */
  failures: number;
  failingSince: number | null;
  openUntil: number | null;
  /** Remains after the hold has ended, until an attempt succeeds. */
  holdUntil: number | null;
  /** Start of the first hold since the last success. */
  holdSince: number | null;
  /** The status code that caused the hold. */
  holdStatus: number | null;
  /** Number of holds since the last success. */
  holds: number;
  /** Most requests in flight; null without a limit. */
  allowance: number | null;
  /** The allowance up to which each success adds 1. */
  goal: number;
  /** Time at which the allowance was last lowered. Attempts that began before do not raise it. */
  loweredAt: number | null;
}

/** Effect of an attempt on the receiver's health. */
export type Sign =
  | { kind: 'good' }
  | { kind: 'failed' }
  /** 502, 503 or 504. */
  | { kind: 'overloaded' }
  /** The receiver asked to wait for `waitMs`; 0 if it did not say how long. */
  | { kind: 'busy'; statusCode: number; waitMs: number };

export interface Observation {
  sign: Sign;
  /** Start of the attempt. */
  startedAt: number;
}

export interface HealthRule {
  /** Consecutive failures after which the queue is on hold. */
  failures: number;
  /** Milliseconds for which the breaker opens. */
  openMs: number;
  /** The webhook's `concurrency`, which applies to each instance. */
  concurrency: number;
}

export const HEALTHY_RECEIVER: ReceiverHealth = {
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

/**
 * First hold of a receiver that did not say how long to wait. Each further hold is twice as long.
 */
const SHORTEST_HOLD_MS = 1_000;
const LONGEST_OWN_HOLD_MS = 15 * 60_000;

/** The receiver's health after one more attempt. */
export function healthAfter(
  health: ReceiverHealth,
  observation: Observation,
  { now, rule }: { now: number; rule: HealthRule },
): ReceiverHealth {
  switch (observation.sign.kind) {
    case 'good':
      return recovered(health, observation, { now, rule });
    case 'failed':
      return failed(health, now, rule);
    case 'overloaded':
      return failed(slowed(health, observation, { now, rule }), now, rule);
    case 'busy':
      return onHold(health, observation.sign, { now, rule });
  }
}

export function isOnHold({ holdUntil }: ReceiverHealth, now: number): boolean {
  return holdUntil !== null && holdUntil > now;
}

/** Number of requests that may be in flight now from all instances; Infinity without a limit. */
export function allowedInFlight(health: ReceiverHealth, threshold: number, now: number): number {
  const failing = health.failures >= threshold;
  if (isOnHold(health, now) || (failing && (health.openUntil ?? 0) > now)) return 0;
  return failing ? 1 : Math.floor(health.allowance ?? Infinity);
}

interface At {
  now: number;
  rule: HealthRule;
}

function recovered(health: ReceiverHealth, { startedAt }: Observation, { now, rule }: At) {
  const well = { ...health, failures: 0, failingSince: null, openUntil: null };
  const isRecent = startedAt > (health.loweredAt ?? -1) && !isOnHold(health, now);
  if (!isRecent) return well;
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

function slowed(
  health: ReceiverHealth,
  { startedAt }: Observation,
  { now, rule }: At,
): ReceiverHealth {
  if (startedAt <= (health.loweredAt ?? -1)) return health;
  const half = halfOf(health, rule);
  return { ...health, allowance: half, goal: half, loweredAt: now };
}

/** During a hold, further responses of the same burst only extend it. */
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
