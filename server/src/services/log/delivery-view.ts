import type {
  Actor,
  Attempt,
  Delivery,
  DeliveryDetail,
  SentRequest,
} from '../../contracts/deliveries';
import type { Hold } from '../../contracts/webhook';
import type { BodyFormat, StoredDelivery } from '../../outbox/delivery';
import type { AttemptRow } from '../../outbox/log/find-deliveries';

type Answer = Pick<AttemptRow, 'delivery_id' | 'status_code' | 'duration_ms'>;

/** Converts a row of the outbox for the admin API. */
export function toDelivery(
  row: StoredDelivery,
  answers: Answer[],
  holds: ReadonlyMap<string, Hold>,
): Delivery {
  const last = answers.filter((answer) => answer.delivery_id === row.delivery_id).at(-1);
  return {
    id: row.delivery_id,
    webhook: { documentId: row.webhook_id, name: row.webhook_name },
    event: row.event,
    uid: row.uid,
    documentId: row.document_id,
    locale: row.locale,
    status: row.status,
    sequence: toSequence(row),
    supersededBy: row.superseded_by,
    coalesced: row.coalesced,
    actor: row.actor === null ? null : (JSON.parse(row.actor) as Actor),
    attemptCount: row.attempt_count,
    trigger: row.trigger,
    ...whenAndWhy(row, holds.get(row.webhook_id)),
    createdAt: new Date(Number(row.created_at)).toISOString(),
    settledAt: toIso(row.settled_at),
    lastStatusCode: last?.status_code ?? null,
    lastDurationMs: last?.duration_ms ?? null,
  };
}

interface Beside {
  attempts: AttemptRow[];
  holds: ReadonlyMap<string, Hold>;
  supersedes: string[];
}

export function toDeliveryDetail(
  row: StoredDelivery,
  { attempts, holds, supersedes }: Beside,
): DeliveryDetail {
  return {
    ...toDelivery(row, attempts, holds),
    request: toRequest(row, attempts.at(-1)),
    supersedes,
    attempts: attempts.map(toAttempt),
  };
}

/**
 * A pending delivery whose webhook is on hold is due when the hold ends, also if it was never
 * attempted.
 */
function whenAndWhy(
  { status, reason, due_at: dueAt }: StoredDelivery,
  hold: Hold | undefined,
): Pick<Delivery, 'reason' | 'nextAttemptAt'> {
  if (status !== 'pending') return { reason, nextAttemptAt: null };
  if (!hold || Number(dueAt) >= Date.parse(hold.until)) {
    return { reason, nextAttemptAt: toIso(dueAt) };
  }
  const { until, statusCode } = hold;
  return { reason: `On hold until ${until} (${String(statusCode)})`, nextAttemptAt: until };
}

/**
 * Null for events without a document, and for 0, which marks rows captured before sequences
 * existed.
 */
function toSequence({ sequence, document_id: documentId }: StoredDelivery): number | null {
  return sequence === 0 || documentId === null ? null : sequence;
}

function toRequest(row: StoredDelivery, last: AttemptRow | undefined): SentRequest | null {
  if (!last?.request_url) return null;
  return {
    method: last.request_method ?? '',
    url: last.request_url,
    headers: (parsed(last.request_headers) ?? {}) as Record<string, string>,
    body: isBody(row.body_format) ? row.body : null,
  };
}

/** A query string is part of the URL. */
function isBody(format: BodyFormat | null): boolean {
  return format === 'json' || format === 'form' || format === 'text';
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    number: row.number,
    trigger: row.trigger,
    startedAt: new Date(Number(row.started_at)).toISOString(),
    durationMs: row.duration_ms,
    outcome: row.outcome,
    statusCode: row.status_code,
    responseHeaders: parsed(row.response_headers) as Attempt['responseHeaders'],
    responseBody: row.response_body,
    responseTruncated: Boolean(row.response_truncated),
    error: row.error,
  };
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

function toIso(epochMs: number | string | null): string | null {
  return epochMs === null ? null : new Date(Number(epochMs)).toISOString();
}
