import { eventColumns, longTexts, type DeliveryRecord } from '../delivery';
import { chunks } from '../database/chunks';
import { databaseNow } from '../database/dialect';
import { stripNul } from '../database/strip-nul';
import { deliveries, type Connection } from '../database/tables';

/** Prefix of the reason if the condition threw an error instead of returning a value. */
export const CONDITION_FAILED = 'The condition failed: ';

export interface Skipped {
  record: DeliveryRecord;
  reason: string;
}

/**
 * Inserts filtered-out deliveries into the log, in the writer's transaction. They belong to no message
 * group, so their sequence is 0.
 */
export async function insertSkipped(transaction: Connection, skipped: Skipped[]): Promise<void> {
  for (const chunk of chunks(skipped, ({ record }) => longTexts(record))) {
    await deliveries(transaction).insert(
      chunk.map((skippedDelivery) => toRow(transaction, skippedDelivery)),
    );
  }
}

function toRow(transaction: Connection, { record, reason }: Skipped): object {
  const { event } = record;
  return {
    delivery_id: record.id,
    webhook_id: record.webhookId,
    webhook_name: record.webhookName,
    ...eventColumns(event),
    sequence: 0,
    status: 'skipped',
    reason: stripNul(reason),
    coalesced: record.coalesced,
    attempt_count: 0,
    retry_from: 0,
    trigger: record.trigger,
    due_at: databaseNow(transaction),
    created_at: event.timestamp,
    settled_at: databaseNow(transaction),
    snapshot: record.snapshot,
    context: record.context,
    captured_paths: record.capturedPaths,
  };
}
