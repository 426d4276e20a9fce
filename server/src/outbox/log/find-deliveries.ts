import { ATTEMPT_TABLE, DELIVERY_TABLE } from '../../plugin-id';
import {
  DELIVERY_STATUSES,
  type AttemptOutcomeKind,
  type AttemptTrigger,
  type DeliveryStatus,
} from '../../contracts/deliveries';
import { isDeliveryId, type StoredDelivery } from '../delivery';
import { idsBetween } from '../database/id-range';
import { attempts, deliveries, inSchema, type Connection } from '../database/tables';

export interface DeliveryFilter {
  webhook?: string | undefined;
  status?: DeliveryStatus[] | undefined;
  event?: string | undefined;
  uid?: string | undefined;
  documentId?: string | undefined;
  /** Epoch milliseconds, inclusive. */
  from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  to?: number | undefined;
  /** Status code of the last attempt. */
  statusCode?: number | undefined;
}

export interface AttemptRow {
  delivery_id: string;
  number: number;
  trigger: AttemptTrigger;
  started_at: number | string;
  duration_ms: number;
  outcome: AttemptOutcomeKind;
  status_code: number | null;
  request_method: string | null;
  request_url: string | null;
  request_headers: string | null;
  response_headers: string | null;
  response_body: string | null;
  response_truncated: number | boolean;
  error: string | null;
}

/** One page of the log, newest first, with the total number of matching deliveries. */
export async function findDeliveries(
  connection: Connection,
  filter: DeliveryFilter,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ rows: StoredDelivery[]; total: number }> {
  const matching = () => filterDeliveries(connection, filter);
  const counted = await matching().count<{ total: number | string }[]>({ total: '*' });
  const rows = (await matching()
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as StoredDelivery[];
  return { rows, total: Number(counted[0]?.total ?? 0) };
}

export async function findDelivery(
  connection: Connection,
  id: string,
): Promise<StoredDelivery | undefined> {
  if (!isDeliveryId(id)) return undefined;
  return (await deliveries(connection).where({ delivery_id: id }).first()) as
    StoredDelivery | undefined;
}

/** Ids of the deliveries that this delivery superseded, oldest first. */
export async function findSuperseded(
  connection: Connection,
  row: StoredDelivery,
): Promise<string[]> {
  if (row.document_id === null) return [];
  const rows = (await deliveries(connection)
    .select('delivery_id')
    .where({ status: 'cancelled', document_id: row.document_id, webhook_id: row.webhook_id })
    .where({ superseded_by: row.delivery_id })
    .orderBy('id')) as { delivery_id: string }[];
  return rows.map((it) => it.delivery_id);
}

/**
 * An attempt of a lost lease can be stored after later attempts, so the row's id alone is not the order.
 */
const ATTEMPT_ORDER = ['number', 'started_at', 'id'];

/** All attempts of the given deliveries, in order. */
export async function findAttempts(connection: Connection, ids: string[]): Promise<AttemptRow[]> {
  return (await attempts(connection)
    .whereIn('delivery_id', ids)
    .orderBy(ATTEMPT_ORDER)) as AttemptRow[];
}

/** Status code and duration of each attempt of the given deliveries, in order, without bodies. */
export async function findResponses(
  connection: Connection,
  ids: string[],
): Promise<Pick<AttemptRow, 'delivery_id' | 'status_code' | 'duration_ms'>[]> {
  return (await attempts(connection)
    .select('delivery_id', 'status_code', 'duration_ms')
    .whereIn('delivery_id', ids)
    .orderBy(ATTEMPT_ORDER)) as AttemptRow[];
}

function filterDeliveries(connection: Connection, filter: DeliveryFilter) {
  const equal = Object.entries({
    webhook_id: filter.webhook,
    event: filter.event,
    uid: filter.uid,
    document_id: filter.documentId,
  }).filter(([, value]) => value !== undefined && value !== '');
  const query = deliveries(connection).where(Object.fromEntries(equal));
  if (filter.status) void query.whereIn('status', filter.status);
  // The index on documents begins with the status.
  else if (filter.documentId) void query.whereIn('status', DELIVERY_STATUSES);
  if (filter.from !== undefined || filter.to !== undefined) {
    void query.where(idsBetween(filter.from, filter.to));
  }
  if (filter.statusCode !== undefined) {
    const { statusCode } = filter;
    const [attempt, delivery] = [ATTEMPT_TABLE, DELIVERY_TABLE].map((it) =>
      inSchema(connection, it),
    );
    void query.whereExists((lastAttempt) => {
      void lastAttempt
        .from(String(attempt))
        .whereRaw('??.delivery_id = ??.delivery_id', [attempt, delivery].map(String))
        .whereRaw('??.number = ??.attempt_count', [attempt, delivery].map(String))
        .where('status_code', statusCode);
    });
  }
  return query;
}
