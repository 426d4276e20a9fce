import type { DeliveryRecord } from './delivery';
import { chunksOf, databaseNow } from './dialect';
import { deliveries, type Connection } from './tables';

/**
 * Who may settle a delivery that is `sending`, and for how long. Each claim has a token of its own:
 * an instance that claims again what it once lost is fenced from its former self too.
 */
export interface Lease {
  token: string;
  leaseMs: number;
  /** When it was given, by this process's monotonic clock, in milliseconds. */
  givenAt: number;
}

/** A delivery may be born leased: then its own instance sends it at once, without a claim. */
export interface NewDelivery {
  record: DeliveryRecord;
  lease: Lease | null;
}

/** Stores deliveries in the writer's own transaction, so that both commit or neither. */
export async function enqueue(transaction: Connection, added: NewDelivery[]): Promise<void> {
  const rows = added.map(({ record, lease }) => ({
    delivery_id: record.id,
    webhook_id: record.webhookId,
    webhook_name: record.webhookName,
    event: record.event.event,
    uid: record.event.uid,
    document_id: record.event.documentId,
    locale: record.event.locale,
    document_status: record.event.status,
    status: record.status,
    coalesced: 0,
    attempt_count: 0,
    retry_from: 0,
    trigger: record.trigger,
    next_attempt_at: databaseNow(transaction),
    locked_by: lease?.token ?? null,
    locked_until: lease ? databaseNow(transaction, lease.leaseMs) : null,
    created_at: record.event.timestamp,
    snapshot: record.snapshot,
    body_format: record.body?.format ?? null,
    body: record.body?.text ?? null,
  }));
  for (const chunk of chunksOf(rows)) await deliveries(transaction).insert(chunk);
}
