import type { Transaction } from '../outbox/tables';
import type { WatchedType } from '../schema/watched-type';
import type { CaptureParts } from './capture-parts';
import { capturedFor } from './captured';
import type { DocumentMark } from './document-mark';
import { eventsOf, type DocumentChange, type RowBefore, type WriteOutcome } from './events-of';
import { outcomeOfFailed } from './failed-action';
import type { Captured } from './ledger-entry';
import { localesOf } from './locales-of';
import type { Reading } from './reading';
import { rowOf } from './row-of';
import { rowBefore, rowsOf, type Before, type WriteCall } from './rows-before';
import type { SourceRow } from './snapshot';
import { findRowsIn } from './written-rows';

/** A write of the Document Service, as far as it is over. */
export interface WrittenAction {
  transaction: Transaction;
  before: Before;
  mark: DocumentMark;
}

/** The events of a write, each as every webhook is to hear of it. */
export async function captureAction(
  parts: CaptureParts,
  call: WriteCall,
  { params, result, ...written }: WrittenAction & Pick<WriteOutcome, 'params' | 'result'>,
): Promise<Captured[]> {
  const { type, action } = call;
  const { rows, losing } = written.before;
  const changes = eventsOf({
    action,
    params,
    result,
    draftAndPublish: type.draftAndPublish,
    localeOf: await localesOf(parts.strapi, { type, result, before: rows }),
    before: rows,
    lost: await goneOf(parts, type, losing),
  });
  const captured: Captured[] = [];
  for (const change of changes) {
    captured.push(...(await captureChange(parts, call, { ...written, change })));
  }
  return captured;
}

/** The same of one that failed after it had written. */
export async function captureFailed(
  parts: CaptureParts,
  call: WriteCall,
  written: WrittenAction,
): Promise<Captured[]> {
  const { mark, before } = written;
  if (!mark.done) return [];
  const now = await rowsOf(parts.strapi, call.type, mark.documentId);
  const outcome = outcomeOfFailed({ ...call, mark, before: before.rows, now });
  return captureAction(parts, call, { ...written, ...outcome });
}

async function goneOf(
  { strapi }: CaptureParts,
  type: WatchedType,
  rows: RowBefore[],
): Promise<RowBefore[]> {
  if (rows.length === 0) return [];
  const left = await findRowsIn(strapi, type, { id: rows.map(({ id }) => id) });
  return rows.filter((row) => !left.some(({ id }) => id === row.id));
}

interface WrittenChange extends WrittenAction {
  change: DocumentChange;
}

async function captureChange(
  parts: CaptureParts,
  call: WriteCall,
  written: WrittenChange,
): Promise<Captured[]> {
  const { type, subscriptions } = call;
  const { change } = written;
  const webhooks = subscriptions.wanting(type.uid, change.event);
  if (webhooks.length === 0) return [];
  const reading = parts.entries.readingsOf(type, webhooks).after;
  const after = await rowAfter(parts, { type, reading }, written);
  if (!after) return [];

  const before = takesAway(change) ? after : rowBefore(written.before, change);
  const newDocument = givesId(call);
  return capturedFor(parts, { type, webhooks, change, after, before, newDocument });
}

/** The row that the event tells of: of what is gone, the one that was read before. */
async function rowAfter(
  { entries }: CaptureParts,
  wanted: { type: WatchedType; reading: Reading },
  { transaction, change, before, mark }: WrittenChange,
): Promise<SourceRow | null> {
  const { type, reading } = wanted;
  const id = change.entry?.['id'] as number | undefined;
  if (takesAway(change)) return id === undefined ? null : (before.sources.get(id) ?? null);
  const returned = async () => {
    const { entry } = change;
    return (
      entry && (await entries.fromEntry(transaction.trx, wanted, { entry, written: mark.written }))
    );
  };
  const read = async () => {
    const rows = await entries.read(type, reading, id === undefined ? rowOf(type, change) : { id });
    return [...rows.values()][0];
  };
  // A hook may even have deleted it.
  return mark.rewritten
    ? ((await read()) ?? (await returned()))
    : ((await returned()) ?? (await read()) ?? null);
}

function takesAway({ event }: DocumentChange): boolean {
  return event === 'entry.delete' || event === 'entry.unpublish';
}

/** Whether the write gives the document its id, so that nothing can be known of it before. */
function givesId({ action, params }: WriteCall): boolean {
  return action === 'create' && !params.data?.documentId;
}
