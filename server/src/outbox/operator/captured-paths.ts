import { deliveries, type Connection } from '../database/tables';

/**
 * Document fields in a delivery, as paths. Stored with the delivery, because the webhook may change while
 * the delivery waits. Only a user who can read all of these fields may send the delivery elsewhere or
 * again.
 */
export interface CapturedPaths {
  /** Whether it contains the whole document. */
  whole: boolean;
  paths: string[];
  /** Watched paths: a change of one of them caused the delivery. */
  watched: string[];
  /** Whether it contains the names of changed fields. */
  changed: boolean;
  /** Destination of the webhook at that time; empty if unknown or if there was more than one. */
  destination: string;
}

/** For a delivery without this record: it may contain anything. */
const ANYTHING: CapturedPaths = {
  whole: true,
  paths: [],
  watched: [],
  changed: true,
  destination: '',
};

/** Serialises the paths. Equal paths give equal text. */
export function capturedPathsText(captured: CapturedPaths): string {
  const { whole, paths, watched, changed, destination } = captured;
  return JSON.stringify({
    ...(whole ? { whole } : {}),
    paths: [...new Set(paths)].sort(),
    ...(watched.length > 0 ? { watched: [...new Set(watched)].sort() } : {}),
    ...(changed ? { changed } : {}),
    ...(destination === '' ? {} : { destination }),
  });
}

export function parseCapturedPaths(text: string | null): CapturedPaths {
  if (text === null) return ANYTHING;
  const empty = { whole: false, watched: [], changed: false, destination: '' };
  return { ...empty, ...(JSON.parse(text) as { paths: string[] }) };
}

/** Union of the paths of two captures, for a merged delivery. */
export function joinCapturedPaths(one: string | null, other: string | null): string | null {
  if (one === other || one === null || other === null) return one === other ? one : null;
  const [first, second] = [parseCapturedPaths(one), parseCapturedPaths(other)];
  return capturedPathsText({
    whole: first.whole || second.whole,
    paths: [...first.paths, ...second.paths],
    watched: [...first.watched, ...second.watched],
    changed: first.changed || second.changed,
    destination: first.destination === second.destination ? first.destination : '',
  });
}

/**
 * Whether both were captured for the same destination. Sending it there again reveals nothing new.
 */
export function isSameDestination(one: string | null, other: string | null): boolean {
  const { destination } = parseCapturedPaths(one);
  return destination !== '' && destination === parseCapturedPaths(other).destination;
}

/** The same paths for another destination. Paths of an earlier version (null) stay unknown. */
export function withDestination(text: string | null, destination: string): string | null {
  return text === null ? null : capturedPathsText({ ...parseCapturedPaths(text), destination });
}

/** Whether a webhook that captures `now` names everything that was captured. */
export function isWithinPaths(captured: string, now: string): boolean {
  const [before, after] = [parseCapturedPaths(captured), parseCapturedPaths(now)];
  return (
    (!before.whole || after.whole) &&
    (!before.changed || after.changed) &&
    before.paths.every((path) => after.paths.includes(path)) &&
    before.watched.every((path) => after.watched.includes(path))
  );
}

/** Event, content type and captured paths of a delivery. */
export interface Holding {
  event: string;
  uid: string | null;
  capturedPaths: string | null;
}

/** Throws if the user may not send one of them. */
export type HoldingsCheck = (holdings: Holding[]) => void;

/** Captured paths of the pending and sending deliveries of a webhook, without duplicates. */
export function findWaitingPaths(connection: Connection, webhookId: string): Promise<Holding[]> {
  return findHoldings(findWaiting(connection, webhookId));
}

export function findWaiting(
  connection: Connection,
  webhookId: string,
): ReturnType<typeof deliveries> {
  return deliveries(connection)
    .where({ webhook_id: webhookId })
    .whereIn('status', ['pending', 'sending']);
}

/** Captured paths of the deliveries of a query, without duplicates. */
export async function findHoldings(query: ReturnType<typeof deliveries>): Promise<Holding[]> {
  const rows = await query.distinct<HoldingRow[]>('event', 'uid', 'captured_paths');
  return rows.map(parseHolding);
}

export interface HoldingRow {
  event: string;
  uid: string | null;
  captured_paths: string | null;
}

export function parseHolding({ event, uid, captured_paths: capturedPaths }: HoldingRow): Holding {
  return { event, uid, capturedPaths };
}
