import { eventColumns, longTextsOf, type DeliveryRecord } from '../delivery';
import { chunks } from '../database/chunks';
import { databaseNow } from '../database/dialect';
import { stripNul } from '../database/strip-nul';
import { deliveries, type Connection } from '../database/tables';

/** What the reason begins with where the condition did not say yes or no, but failed. */
export const CONDITION_FAILED = 'The condition failed: ';

export interface Skipped {
  record: DeliveryRecord;
  reason: string;
}

/**
 * Keeps in the log what a webhook's filter kept out, in the writer's transaction. It stands in no lane:
 * its sequence is 0, as nothing is sent.
 */
export async function insertSkipped(transaction: Connection, skipped: Skipped[]): Promise<void> {
  for (const chunk of chunks(skipped, ({ record }) => longTextsOf(record))) {
    await deliveries(transaction).insert(chunk.map((one) => rowOf(transaction, one)));
  }
}

function rowOf(transaction: Connection, { record, reason }: Skipped): object {
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
