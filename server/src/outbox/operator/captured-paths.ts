import { deliveries, type Connection } from '../database/tables';

/**
 * What a delivery holds of a document, by paths. It is stored with the delivery, for the webhook may be
 * changed while it waits, and whoever sends it elsewhere or again must be one who may read all of it.
 */
export interface CapturedPaths {
  /** All of the document. */
  whole: boolean;
  paths: string[];
  /** Paths of which a change was the reason to send it. */
  watched: string[];
  /** Whether it tells which fields changed. */
  changed: boolean;
  /** Where the webhook led then; empty where that is not known, or was more than one place. */
  destination: string;
}

/** Of a delivery without a record of it, anything. */
const ANYTHING: CapturedPaths = {
  whole: true,
  paths: [],
  watched: [],
  changed: true,
  destination: '',
};

/** The same text for the same paths. */
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

/** Of a delivery that holds something of two captures. */
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

/** Whether both were captured for one place: what is sent there again tells nobody anything new. */
export function isSameDestination(one: string | null, other: string | null): boolean {
  const { destination } = parseCapturedPaths(one);
  return destination !== '' && destination === parseCapturedPaths(other).destination;
}

/** Of what a delivery tells, and what it holds of that. */
export interface Holding {
  event: string;
  uid: string | null;
  capturedPaths: string | null;
}

/** Throws where one of them must not be sent. */
export type HoldingsCheck = (holdings: Holding[]) => void;

/** What the deliveries hold that wait for a webhook's receiver, or are on their way; each kind once. */
export function findWaitingPaths(connection: Connection, webhookId: string): Promise<Holding[]> {
  const waiting = deliveries(connection)
    .where({ webhook_id: webhookId })
    .whereIn('status', ['pending', 'sending']);
  return holdingsOf(waiting);
}

/** What these deliveries hold, each kind once. */
export async function holdingsOf(query: ReturnType<typeof deliveries>): Promise<Holding[]> {
  const rows = await query.distinct<HoldingRow[]>('event', 'uid', 'captured_paths');
  return rows.map(holdingOf);
}

export interface HoldingRow {
  event: string;
  uid: string | null;
  captured_paths: string | null;
}

export function holdingOf({ event, uid, captured_paths: capturedPaths }: HoldingRow): Holding {
  return { event, uid, capturedPaths };
}
