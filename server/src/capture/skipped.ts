import { insertSkipped } from '../outbox/skip';
import type { Connection } from '../outbox/tables';
import { unborn } from './births';
import type { ChangeView } from './change-view';
import { recordOf, type Captured, type Entry } from './ledger-entry';
import type { Mismatch } from '../webhooks/decide-condition';
import type { SourceRow } from './snapshot';

interface PassedOver {
  view: ChangeView;
  before: SourceRow | null;
  mismatch: Mismatch;
}

/** Remembered while the transaction is open: a later write of it may bring the document through. */
export function skippedEntry(one: Captured, { view, before, mismatch }: PassedOver): Entry {
  const record = { ...recordOf(one, view, 0), status: 'skipped' as const };
  const { reason, failed } = mismatch;
  const skipped = one.webhook.recordSkipped || failed ? reason : null;
  return { ...unborn(one, before), record, skipped };
}

/** Stores those that the log is to show. */
export async function keepSkipped(transaction: Connection, entries: Entry[]): Promise<void> {
  const kept = entries.flatMap((entry) =>
    entry.skipped === null ? [] : [{ entry, reason: entry.skipped }],
  );
  await insertSkipped(
    transaction,
    kept.map(({ entry: { record }, reason }) => ({ record, reason })),
  );
  for (const { entry } of kept) entry.stored = true;
}
