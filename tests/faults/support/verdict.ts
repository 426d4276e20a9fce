import type { Journal } from './journal';
import type { StoredDelivery } from './protocol';
import type { Arrival } from './recorder';

/** What must not be: each a line for what was found, and all empty when the guarantee holds. */
export interface Violations {
  /** Committed, and never answered with a 2xx. */
  lost: string[];
  /** Sent, though the write was rolled back or never made. */
  invented: string[];
  /** One write and webhook, but more than one `webhook-id`. */
  doubled: string[];
  /** One `webhook-id`, but not the same bytes on every attempt. */
  altered: string[];
  /** Arrived after a later write of the same document. */
  disordered: string[];
  /** Sent again after a 2xx. */
  repeated: string[];
  /** A row of the outbox that is not delivered at the end. */
  undelivered: string[];
}

export interface Evidence {
  journal: Journal;
  arrivals: readonly Arrival[];
  paths: readonly string[];
  deliveries: readonly StoredDelivery[];
}

export const NO_VIOLATIONS: Violations = {
  lost: [],
  invented: [],
  doubled: [],
  altered: [],
  disordered: [],
  repeated: [],
  undelivered: [],
};

export interface Expectations {
  /** Of webhooks whose `ordering` is `document`. */
  expectOrder: boolean;
  /** Of a run without faults of the process. */
  expectOnce: boolean;
}

export function findViolations(evidence: Evidence, expectations: Expectations): Violations {
  const { expectOrder, expectOnce } = expectations;
  return {
    lost: lost(evidence),
    invented: invented(evidence),
    doubled: doubled(evidence),
    altered: altered(evidence),
    disordered: expectOrder ? disordered(evidence) : [],
    repeated: expectOnce ? repeated(evidence) : [],
    undelivered: undelivered(evidence),
  };
}

const keyOf = (path: string, value: string): string => `${path} ${value}`;
const succeeded = ({ answered }: Arrival): boolean => answered === 200;

function lost({ journal, arrivals, paths }: Evidence): string[] {
  const received = new Set(arrivals.filter(succeeded).map(({ path, value }) => keyOf(path, value)));
  const wanted = journal
    .writesThat('committed')
    .flatMap(({ value }) => paths.map((path) => keyOf(path, value)));
  return wanted.filter((key) => !received.has(key));
}

function invented({ journal, arrivals }: Evidence): string[] {
  const committed = new Set(journal.writesThat('committed').map(({ value }) => value));
  return arrivals
    .filter(({ value }) => !committed.has(value))
    .map(({ path, value, id }) => `${keyOf(path, value)} as ${id}`);
}

function doubled({ arrivals }: Evidence): string[] {
  const ids = new Map<string, string>();
  return arrivals.flatMap(({ path, value, id }) => {
    const key = keyOf(path, value);
    const first = ids.get(key) ?? id;
    ids.set(key, first);
    return first === id ? [] : [`${key} as ${first} and as ${id}`];
  });
}

function altered({ arrivals }: Evidence): string[] {
  const bodies = new Map<string, string>();
  return arrivals.flatMap(({ id, body }) => {
    const first = bodies.get(id) ?? body;
    bodies.set(id, first);
    return first === body ? [] : [`${id}: ${first}, then ${body}`];
  });
}

function disordered({ journal, arrivals }: Evidence): string[] {
  const latest = new Map<string, { position: number; value: string }>();
  return arrivals.flatMap(({ path, value }) => {
    const documentId = journal.documentOf(value);
    const position = journal.positionOf(value);
    if (documentId === null || position === undefined) return [];
    const key = keyOf(path, documentId);
    const before = latest.get(key);
    if (before && before.position > position) return [`${path}: ${value} after ${before.value}`];
    latest.set(key, { position, value });
    return [];
  });
}

function repeated({ arrivals }: Evidence): string[] {
  const done = new Set<string>();
  return arrivals.flatMap((arrival) => {
    const key = keyOf(arrival.path, arrival.id);
    if (done.has(key)) return [`${keyOf(arrival.path, arrival.value)} as ${arrival.id}`];
    if (succeeded(arrival)) done.add(key);
    return [];
  });
}

function undelivered({ deliveries }: Evidence): string[] {
  return deliveries
    .filter(({ status }) => status !== 'delivered')
    .map(({ id, status, reason }) => `${id} is ${status}: ${String(reason)}`);
}
