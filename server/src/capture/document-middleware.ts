import type { UID } from '@strapi/strapi';

import type { Transaction } from '../outbox/tables';
import { watchedType, type WatchedType } from '../schema/watched-type';
import type { CaptureParts } from './capture-parts';
import { capturedFor } from './captured';
import { eventsByAction, isWriteAction } from './document-action';
import { createMark, withMark, type DocumentMark } from './document-mark';
import { eventsOf, type DocumentChange } from './events-of';
import { whileHolding, writeOwn } from './held';
import type { Captured } from './ledger-entry';
import { localesOf } from './locales-of';
import { rowOf } from './row-of';
import { readBefore, rowBefore, type Before, type WriteCall } from './rows-before';
import type { SourceRow } from './snapshot';

interface DocumentContext {
  uid: UID.ContentType;
  action: string;
  params: object;
}

/**
 * Captures the writes of the Document Service. To be registered last, so that it stands innermost:
 * what releases, review workflows and i18n do around `next()` is not always awaited.
 */
export function createDocumentMiddleware(parts: CaptureParts) {
  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    const { uid, action } = context;
    if (!isWriteAction(action)) return next();
    if (!parts.registry.watches(uid)) return next();

    const type = watchedType(parts.strapi, uid);
    const webhooks = parts.registry.wantingAny(uid, eventsByAction(action));
    const call: WriteCall = { type, action, params: context.params, webhooks };
    const mark = createMark(uid, keepsId(call) ? call.params.documentId : undefined);
    // Some webhook wants what else is written meanwhile, by a hook.
    if (webhooks.length === 0) return withMark(mark, next);

    return parts.strapi.db.transaction(async (transaction: Transaction) => {
      const before = await readBefore(parts, call);
      mark.held = [];
      const held = { ledger: parts.ledger, transaction, holder: mark };
      const result = await whileHolding(held, () => withMark(mark, next));
      const own = await capture(parts, call, { transaction, before, result, mark });
      await writeOwn(parts.ledger, transaction, { own, holder: mark });
      return result;
    });
  };
}

interface Written {
  transaction: Transaction;
  before: Before;
  result: unknown;
  mark: DocumentMark;
}

async function capture(
  parts: CaptureParts,
  call: WriteCall,
  { transaction, before, result, mark }: Written,
): Promise<Captured[]> {
  const { type, action, params } = call;
  const localeOf = await localesOf(parts.strapi, { type, result, before: before.rows });
  const changes = eventsOf({
    action,
    params,
    result,
    draftAndPublish: type.draftAndPublish,
    localeOf,
    before: before.rows,
  });
  const captured: Captured[] = [];
  for (const change of changes) {
    const written = { transaction, type, change, before, mark, newDocument: givesId(call) };
    captured.push(...(await captureChange(parts, written)));
  }
  return captured;
}

interface WrittenChange {
  transaction: Transaction;
  type: WatchedType;
  change: DocumentChange;
  before: Before;
  mark: DocumentMark;
  newDocument: boolean;
}

async function captureChange(parts: CaptureParts, written: WrittenChange): Promise<Captured[]> {
  const { type, change, newDocument } = written;
  const webhooks = parts.registry.wanting(type.uid, change.event);
  if (webhooks.length === 0) return [];
  const after = await rowAfter(parts, written);
  if (!after) return [];

  const before = takesAway(change) ? after : rowBefore(written.before, change);
  return capturedFor(parts, { type, webhooks, change, after, before, newDocument });
}

/** The row that the event tells of: of what is gone, the one that was read before. */
async function rowAfter(
  { registry, entries }: CaptureParts,
  { transaction, type, change, before, mark }: WrittenChange,
): Promise<SourceRow | null> {
  const id = change.entry?.['id'] as number | undefined;
  if (takesAway(change)) return id === undefined ? null : (before.sources.get(id) ?? null);
  const reading = entries.readingsOf(type, registry.wanting(type.uid, change.event)).after;
  const wanted = { type, reading };
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

function keepsId({ action }: WriteCall): boolean {
  return action !== 'create' && action !== 'clone';
}

/** Whether the write gives the document its id, so that nothing can be known of it before. */
function givesId({ action, params }: WriteCall): boolean {
  return action === 'create' && !params.data?.documentId;
}
