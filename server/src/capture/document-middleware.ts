import type { Core, UID } from '@strapi/strapi';

import type { Transaction } from '../outbox/tables';
import type { EventContext } from '../mapping/event-context';
import { watchedType, type WatchedType } from '../schema/watched-type';
import type { WebhookRegistry } from '../webhooks/registry';
import { actorOf } from './actor-of';
import { eventsByAction, isWriteAction } from './document-action';
import type { Entries } from './entries';
import { eventsOf, type DocumentChange } from './events-of';
import type { Captured } from './ledger-entry';
import { localesOf } from './locales-of';
import { rowOf } from './row-of';
import { readBefore, rowBefore, type Before, type WriteCall } from './rows-before';
import type { SourceRow } from './snapshot';
import type { Ledger } from './transaction-ledger';

export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  entries: Entries;
  ledger: Ledger;
  now: () => number;
}

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
    const webhooks = parts.registry.wantingAny(uid, eventsByAction(action));
    if (webhooks.length === 0) return next();

    const type = watchedType(parts.strapi, uid);
    const call: WriteCall = { type, action, params: context.params, webhooks };
    return parts.strapi.db.transaction(async (transaction: Transaction) => {
      const before = await readBefore(parts, call);
      const result = await next();
      const captured = await capture(parts, call, { transaction, before, result });
      await parts.ledger.write(transaction, captured);
      return result;
    });
  };
}

interface Written {
  transaction: Transaction;
  before: Before;
  result: unknown;
}

async function capture(
  parts: CaptureParts,
  call: WriteCall,
  { transaction, before, result }: Written,
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
    const written = { transaction, type, change, before, newDocument: givesId(call) };
    captured.push(...(await captureChange(parts, written)));
  }
  return captured;
}

interface WrittenChange {
  transaction: Transaction;
  type: WatchedType;
  change: DocumentChange;
  before: Before;
  newDocument: boolean;
}

async function captureChange(parts: CaptureParts, written: WrittenChange): Promise<Captured[]> {
  const { type, change, newDocument } = written;
  const webhooks = parts.registry.wanting(type.uid, change.event);
  if (webhooks.length === 0) return [];
  const after = await rowAfter(parts, written);
  if (!after) return [];

  const before = takesAway(change) ? after : rowBefore(written.before, change);
  const event = contextOf(parts, type, change);
  const { model } = type;
  return webhooks.map((webhook) => ({
    webhook,
    event,
    before,
    view: (known) => parts.entries.viewOf(webhook, { model, after, before: known }),
    newDocument,
  }));
}

function contextOf(
  { strapi, now }: CaptureParts,
  { uid }: WatchedType,
  { event, documentId, locale, status }: DocumentChange,
): EventContext {
  const actor = actorOf(strapi);
  return { event, uid, documentId, locale, status, timestamp: now(), sequence: null, actor };
}

/** The row that the event tells of: of what is gone, the one that was read before. */
async function rowAfter(
  { registry, entries }: CaptureParts,
  { transaction, type, change, before }: WrittenChange,
): Promise<SourceRow | null> {
  const id = change.entry?.['id'] as number | undefined;
  if (takesAway(change)) return id === undefined ? null : (before.sources.get(id) ?? null);
  const reading = entries.readingsOf(type, registry.wanting(type.uid, change.event)).after;
  const wanted = { type, reading };
  const returned = change.entry && (await entries.fromEntry(transaction.trx, wanted, change.entry));
  if (returned) return returned;
  const rows = await entries.read(type, reading, id === undefined ? rowOf(type, change) : { id });
  return [...rows.values()][0] ?? null;
}

function takesAway({ event }: DocumentChange): boolean {
  return event === 'entry.delete' || event === 'entry.unpublish';
}

/** Whether the write gives the document its id, so that nothing can be known of it before. */
function givesId({ action, params }: WriteCall): boolean {
  return action === 'create' && !params.data?.documentId;
}
