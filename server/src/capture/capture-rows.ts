import type { DocumentEvent } from '../contracts/webhook-choices';
import type { Transaction } from '../outbox/tables';
import type { WatchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { CaptureParts } from './capture-parts';
import type { Holder } from './document-mark';
import { release, writeCaptured } from './held';
import { capturedFor } from './captured';
import type { Captured } from './ledger-entry';
import type { Reading } from './reading';
import type { SourceRows } from './snapshot';
import { batchesOf, documentOf, type WrittenRow } from './written-rows';

export interface WrittenRows {
  type: WatchedType;
  event: DocumentEvent;
  webhooks: readonly WebhookInForce[];
  rows: WrittenRow[];
  /** As they were before, where that was read; of what is gone, all that there is. */
  before?: SourceRows | undefined;
  newDocuments: boolean;
  /** What keeps back what was captured of them meanwhile. */
  holder: Holder | null;
}

/** Captures rows, an event each, in the transaction that is open, or in one of its own. */
export async function captureRows(parts: CaptureParts, written: WrittenRows): Promise<void> {
  const { strapi, ledger } = parts;
  if (written.rows.length === 0) return;
  await strapi.db.transaction(async (transaction: Transaction) => {
    const later = written.holder ? release(written.holder) : [];
    for (const rows of batchesOf(written.rows)) {
      const batch = { ...written, rows };
      const own = capturedOf(parts, batch, await rowsAfter(parts, batch));
      await writeCaptured(ledger, transaction, own);
    }
    await writeCaptured(ledger, transaction, later);
  });
}

/** Reads what webhooks want of these rows, keyed by their numeric id. */
export async function readSources(
  { entries }: CaptureParts,
  { type, reading, rows }: { type: WatchedType; reading: Reading; rows: WrittenRow[] },
): Promise<SourceRows> {
  const sources: SourceRows = new Map();
  for (const batch of batchesOf(rows)) {
    const where = { id: { $in: batch.map(({ id }) => id) } };
    for (const [id, source] of await entries.read(type, reading, where)) sources.set(id, source);
  }
  return sources;
}

async function rowsAfter(parts: CaptureParts, written: WrittenRows): Promise<SourceRows> {
  const { type, event, webhooks, rows, before } = written;
  if (event === 'entry.delete') return before ?? new Map();
  const reading = parts.entries.readingsOf(type, webhooks).after;
  return readSources(parts, { type, reading, rows });
}

function capturedOf(
  parts: CaptureParts,
  { type, event, webhooks, rows, before, newDocuments }: WrittenRows,
  sources: SourceRows,
): Captured[] {
  return rows.flatMap((row) => {
    const after = sources.get(row.id);
    if (!after) return [];
    const change = { event, ...documentOf(type, row) };
    const was = before?.get(row.id) ?? null;
    return capturedFor(parts, {
      type,
      webhooks,
      change,
      after,
      before: was,
      newDocument: newDocuments,
    });
  });
}
