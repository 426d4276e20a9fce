import { ATTEMPT_TABLE } from '../../plugin-id';
import type { AttemptRecord } from '../delivery';
import { chunks } from '../database/chunks';
import { stripNul } from '../database/strip-nul';
import { inSchema, type Connection } from '../database/tables';

export interface Attempted {
  deliveryId: string;
  attempt: AttemptRecord;
}

type Value = string | number | boolean | null;

const COLUMNS: Record<string, (attempted: Attempted) => Value> = {
  delivery_id: ({ deliveryId }) => deliveryId,
  number: ({ attempt }) => attempt.number,
  trigger: ({ attempt }) => attempt.trigger,
  started_at: ({ attempt }) => attempt.startedAt,
  duration_ms: ({ attempt }) => attempt.durationMs,
  outcome: ({ attempt }) => attempt.outcome,
  status_code: ({ attempt }) => attempt.statusCode,
  request_method: ({ attempt }) => attempt.request?.method ?? null,
  request_url: ({ attempt }) => textOf(attempt.request?.url),
  request_headers: ({ attempt }) => jsonOf(attempt.request?.headers),
  response_headers: ({ attempt }) => jsonOf(attempt.responseHeaders),
  response_body: ({ attempt }) => textOf(attempt.responseBody),
  response_truncated: ({ attempt }) => attempt.responseTruncated,
  error: ({ attempt }) => textOf(attempt.error),
};
const NAMES = Object.keys(COLUMNS);
const VALUES = Object.values(COLUMNS);
const TUPLE = `(${NAMES.map(() => '?').join(', ')})`;

/**
 * Raw SQL, because knex's query builder allocates about 7 KB for each row.
 */
export async function insertAttempts(
  transaction: Connection,
  attempted: Attempted[],
): Promise<void> {
  for (const chunk of chunks(attempted, longTexts)) {
    const columns = NAMES.map(() => '??').join(', ');
    const tuples = chunk.map(() => TUPLE).join(', ');
    await transaction.raw(`INSERT INTO ?? (${columns}) VALUES ${tuples}`, [
      inSchema(transaction, ATTEMPT_TABLE),
      ...NAMES,
      // knex's types do not allow null.
      ...(chunk.flatMap((one) => VALUES.map((valueOf) => valueOf(one))) as string[]),
    ]);
  }
}

function longTexts({ attempt: { responseBody, request, error } }: Attempted) {
  return [responseBody, request?.url, error];
}

function textOf(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : stripNul(text);
}

function jsonOf(headers: object | null | undefined): string | null {
  return headers ? JSON.stringify(headers) : null;
}
