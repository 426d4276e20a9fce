import { databaseNow, inTransaction } from '../database/dialect';
import { stripNul } from '../database/strip-nul';
import { deliveries, type Connection } from '../database/tables';
import { insertAttempts } from '../consume/insert-attempts';
import { eventColumns, type AttemptRecord, type DeliveryRecord } from '../delivery';

/** A test that was sent, or that could not be rendered. */
export interface LoggedTest {
  record: DeliveryRecord;
  attempt: AttemptRecord;
  status: 'delivered' | 'failed';
  reason: string | null;
}

/**
 * Inserts a test into the log, already settled. It belongs to no message group, so its sequence is 0 and no
 * delivery waits for it. Its document is not stored, because a test is never sent again.
 */
export function logTest(
  connection: Connection,
  { record, attempt, status, reason }: LoggedTest,
): Promise<void> {
  const { id, webhookId, webhookName, event, body } = record;
  return inTransaction(connection, async (transaction) => {
    await deliveries(transaction).insert({
      delivery_id: id,
      webhook_id: webhookId,
      webhook_name: webhookName,
      ...eventColumns(event),
      sequence: 0,
      status,
      reason: reason === null ? null : stripNul(reason),
      coalesced: 0,
      attempt_count: attempt.number,
      retry_from: 0,
      trigger: attempt.trigger,
      due_at: databaseNow(transaction),
      created_at: event.timestamp,
      settled_at: databaseNow(transaction),
      captured_paths: record.capturedPaths,
      body_format: body?.format ?? null,
      body: body?.text ?? null,
    });
    await insertAttempts(transaction, [{ deliveryId: id, attempt }]);
  });
}
