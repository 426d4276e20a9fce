import type { Core, UID } from '@strapi/strapi';

import type { Transaction } from '../outbox/tables';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { WebhookRegistry } from '../webhooks/registry';
import { eventsByAction, isWriteAction } from './document-action';
import { eventsOf, type DocumentChange } from './events-of';
import type { Captured } from './ledger-entry';
import { localesOf } from './locales-of';
import { rowOf } from './row-of';
import { readBefore, type Before, type WriteCall } from './rows-before';
import type { Snapshots, SourceRow } from './snapshot';
import type { Ledger } from './transaction-ledger';
import { watchedType, type WatchedType } from '../schema/watched-type';

export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  snapshots: Snapshots;
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
    const webhooks = wantingAnyOf(parts.registry, uid, eventsByAction(action));
    if (webhooks.length === 0) return next();

    const type = watchedType(parts.strapi, uid);
    const call: WriteCall = { type, action, params: context.params, webhooks };
    return parts.strapi.db.transaction(async (transaction: Transaction) => {
      const before = await readBefore(parts.strapi, parts.snapshots, call);
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

async function captureChange(
  parts: CaptureParts,
  { newDocument, ...written }: Omit<Wanted, 'webhooks'> & { newDocument: boolean },
): Promise<Captured[]> {
  const { type, change } = written;
  const webhooks = parts.registry.wanting(type.uid, change.event);
  if (webhooks.length === 0) return [];
  const source = await sourceOf(parts.snapshots, { ...written, webhooks });
  if (!source) return [];
  const { event, documentId, locale, status } = change;
  const timestamp = parts.now();
  return webhooks.map((webhook) => ({
    webhook,
    event: { event, uid: type.uid, documentId, locale, status, timestamp, sequence: null },
    snapshot: parts.snapshots.cut(type, webhook, source),
    newDocument,
  }));
}

interface Wanted {
  transaction: Transaction;
  type: WatchedType;
  change: DocumentChange;
  before: Before;
  webhooks: readonly WebhookInForce[];
}

async function sourceOf(
  snapshots: Snapshots,
  { transaction, type, change, before, webhooks }: Wanted,
): Promise<SourceRow | null> {
  const id = change.entry?.['id'] as number | undefined;
  if (change.event === 'entry.delete' || change.event === 'entry.unpublish') {
    return id === undefined ? null : (before.sources.get(id) ?? null);
  }
  const returned =
    change.entry && (await snapshots.fromEntry(transaction.trx, { type, webhooks }, change.entry));
  if (returned) return returned;
  const rows = await snapshots.read(
    type,
    webhooks,
    id === undefined ? rowOf(type, change) : { id },
  );
  return [...rows.values()][0] ?? null;
}

/** Whether the write gives the document its id, so that nothing can be known of it before. */
function givesId({ action, params }: WriteCall): boolean {
  return action === 'create' && !params.data?.documentId;
}

function wantingAnyOf(
  registry: WebhookRegistry,
  uid: string,
  events: readonly string[],
): WebhookInForce[] {
  return events.flatMap((event) => registry.wanting(uid, event));
}
