import type { Delivery } from '../../../../server/src/contracts/deliveries';
import type { Webhook } from '../../../../server/src/contracts/webhook';

/** The reason a delivery is pending, as far as it is known. */
export type WaitingFor =
  /** Its webhook is paused. */
  | { kind: 'paused' }
  /** Its time has yet to come. */
  | { kind: 'later'; at: string }
  /** The same, and until then later events are merged into it. */
  | { kind: 'collecting'; at: string }
  /** A secret that its webhook sends or signs with cannot be read. */
  | { kind: 'secrets' }
  /** A rule of its webhook does not compile. */
  | { kind: 'rule' }
  /** The receiver asked for time, and the queue of its webhook is on hold. */
  | { kind: 'hold'; until: string; statusCode: number }
  /** The circuit breaker holds the queue of its webhook. */
  | { kind: 'held'; until: string }
  /** An earlier one of the same document has to leave first. */
  | { kind: 'behind'; sequence: number | null }
  /** For a free slot, the rate limit, or something that cannot be seen from here. */
  | { kind: 'turn' };

interface Circumstances {
  /** Undefined when it is gone or may not be read. */
  webhook: Webhook | undefined;
  /** Deliveries that are known, which may stand before it. */
  others: Delivery[];
  /** Epoch milliseconds. */
  now: number;
}

export function waitingOf(delivery: Delivery, { webhook, others, now }: Circumstances): WaitingFor {
  const { nextAttemptAt: at, attemptCount } = delivery;
  if (webhook?.state === 'paused') return { kind: 'paused' };
  const hold = webhook?.health.hold ?? null;
  if (hold && Date.parse(hold.until) > now && !isLater(at, hold.until)) {
    return { kind: 'hold', until: hold.until, statusCode: hold.statusCode };
  }
  if (at !== null && Date.parse(at) > now) {
    const collects = attemptCount === 0 && (webhook?.coalesceSeconds ?? 0) > 0;
    return { kind: collects ? 'collecting' : 'later', at };
  }
  if (webhook && webhook.ruleProblem !== null) return { kind: 'rule' };
  if (webhook && webhook.secretsProblem !== null) return { kind: 'secrets' };
  const until = webhook?.health.openUntil ?? null;
  if (until !== null && Date.parse(until) > now) return { kind: 'held', until };
  const ahead = webhook?.ordering === 'none' ? undefined : nextBefore(delivery, others);
  return ahead ? { kind: 'behind', sequence: ahead.sequence } : { kind: 'turn' };
}

/** Both were read by clocks that differ a little. */
const SLACK_MS = 1_000;

function isLater(at: string | null, until: string): boolean {
  return at !== null && Date.parse(at) > Date.parse(until) + SLACK_MS;
}

/** The nearest of those that one document's deliveries to one webhook queue up behind. */
function nextBefore(delivery: Delivery, others: Delivery[]): Delivery | undefined {
  return others
    .filter((other) => isUnsettled(other) && stands(other, delivery))
    .sort((a, b) => (b.sequence ?? 0) - (a.sequence ?? 0))[0];
}

function isUnsettled({ status }: Delivery): boolean {
  return status === 'pending' || status === 'sending';
}

function stands(other: Delivery, before: Delivery): boolean {
  return (
    other.webhook.documentId === before.webhook.documentId &&
    other.documentId !== null &&
    other.documentId === before.documentId &&
    (other.sequence ?? 0) < (before.sequence ?? 0)
  );
}
