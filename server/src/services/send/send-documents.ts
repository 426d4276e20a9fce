import type { Core, UID } from '@strapi/strapi';

import { MANUAL_EVENT } from '../../contracts/events';
import type { SentDocument } from '../../contracts/send';
import { notFound, notPossible } from '../../errors';
import type { DeliveryRecord } from '../../outbox/delivery';
import { enqueue } from '../../outbox/enqueue/enqueue';
import { lockRows } from '../../outbox/database/dialect';
import { inSchema, type Connection, type Transaction } from '../../outbox/database/tables';
import { watchedType } from '../../schema/watched-type';
import type { SendBody } from '../../validation/requests/preview-body';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { stopIfHungUp } from '../../webhooks/pace';
import { containerOf } from '../../container';
import { findReadable, type FoundEntry, type ReadScope } from '../access/readable-entries';
import { sendScopeOf } from '../access/read-scope';
import type { Requester } from '../access/requester';
import { findSendable } from '../log/find-sendable';
import { assumeEvent } from '../preview/assumed-delivery';
import { webhooksService } from '../webhooks/webhooks';

interface Sending {
  /** documentId of the webhook. */
  documentId: string;
  body: SendBody;
}

/**
 * Queues the current state of documents, without evaluating the condition. The deliveries take their place in
 * the order of their documents and wait for no coalescing window. All are queued, or none.
 */
export async function sendDocuments(
  strapi: Core.Strapi,
  { documentId, body }: Sending,
  { ability, signal }: Requester,
): Promise<SentDocument[]> {
  await webhooksService({ strapi }).get(documentId);
  const webhook = findSendable(strapi, documentId);
  const uid = body.uid as UID.ContentType;
  if (!webhook.contentTypes.includes(uid)) {
    throw notPossible('DW_TYPE_NOT_WATCHED', `The webhook does not watch ${uid}`);
  }
  const scope = sendScopeOf(strapi, webhook, { uid, ability });
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const entries = await findEntries(strapi, { webhook, scope }, body);
    const records: DeliveryRecord[] = [];
    for (const entry of entries) {
      stopIfHungUp(signal);
      records.push(await capture(strapi, webhook, { uid, entry }));
    }
    if (await enqueueUnchanged(strapi, webhook, { uid, entries, records })) {
      containerOf(strapi).relay.nudge();
      return records.map(({ id, event }) => ({ id, documentId: event.documentId ?? '' }));
    }
  }
  throw notPossible('DW_ENTRY_CHANGING', 'The entries change while they are read. Try again');
}

/** How often entries that changed while they were read are read again. */
const MAX_TRIES = 5;

interface Captured {
  uid: UID.ContentType;
  entries: FoundEntry[];
  records: DeliveryRecord[];
}

/**
 * Queues the deliveries, or returns false if an entry has changed since it was read: its older state would
 * follow the newer one. The rows are locked only for the comparison and the insert, so no save waits for the
 * reading of up to 100 entries.
 */
async function enqueueUnchanged(
  strapi: Core.Strapi,
  { ordered }: CompiledWebhook,
  { uid, entries, records }: Captured,
): Promise<boolean> {
  return await strapi.db.transaction(async ({ trx }: Transaction) => {
    if (!(await areUnchanged(strapi, trx, { uid, entries }))) return false;
    await enqueue(
      trx,
      records.map((record) => ({ record, lease: null, ordered, newGroup: false, delayMs: 0 })),
    );
    return true;
  });
}

interface Row {
  id: number;
  updatedAt: string | null;
}

async function areUnchanged(
  strapi: Core.Strapi,
  trx: Connection,
  { uid, entries }: Omit<Captured, 'records'>,
): Promise<boolean> {
  const ids = entries.map(({ id }) => id);
  const table = trx(inSchema(trx, strapi.db.metadata.get(uid).tableName));
  // First, because MySQL reads the rows as they were at the first read without a lock.
  await lockRows(trx, table.whereIn('id', ids).orderBy('id').select('id'));
  const query = { where: { id: { $in: ids } }, select: ['id', 'updatedAt'] };
  const rows = (await strapi.db.query(uid).findMany(query)) as Row[];
  const now = new Map(rows.map(({ id, updatedAt }) => [id, updatedAt]));
  return entries.every(({ id, updatedAt }) => now.get(id) === updatedAt);
}

async function capture(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { uid, entry }: { uid: UID.ContentType; entry: FoundEntry },
): Promise<DeliveryRecord> {
  const assumed = await assumeEvent(strapi, webhook, {
    uid,
    rowId: entry.id,
    documentId: entry.documentId,
    locale: entry.locale,
    event: MANUAL_EVENT,
    published: entry['publishedAt'] !== null,
  });
  if (!assumed) throw notFound('DW_ENTRY_NOT_FOUND', 'An entry has just been deleted');
  return { ...assumed.record, trigger: 'manual' };
}

/** The entries in the order of the request. Throws if one is missing. */
async function findEntries(
  strapi: Core.Strapi,
  { webhook, scope }: { webhook: CompiledWebhook; scope: ReadScope },
  { documentIds, locale }: SendBody,
): Promise<FoundEntry[]> {
  const found = new Map<string, FoundEntry>();
  for (const status of versionsFor(strapi, webhook, scope.uid)) {
    const missing = documentIds.filter((id) => !found.has(id));
    const query = {
      filters: { documentId: { $in: missing } },
      limit: missing.length,
      status,
      ...(locale ? { locale } : {}),
    };
    if (missing.length === 0) break;
    for (const entry of await findReadable(strapi, scope, query))
      found.set(entry.documentId, entry);
  }
  const missing = documentIds.filter((id) => !found.has(id));
  if (missing.length > 0) {
    throw notFound(
      'DW_ENTRY_NOT_FOUND',
      `${missing.join(', ')}: the entry does not exist in a version that the webhook sends, or you cannot read it`,
    );
  }
  return documentIds.flatMap((id) => found.get(id) ?? []);
}

const PUBLISHED_EVENTS = ['entry.publish', 'entry.unpublish'];

/**
 * The versions to look for, in this order. A webhook subscribed only to events of published versions gets
 * no draft.
 */
function versionsFor(
  strapi: Core.Strapi,
  { events }: CompiledWebhook,
  uid: UID.ContentType,
): ('draft' | 'published')[] {
  if (!watchedType(strapi, uid).draftAndPublish) return ['draft'];
  const isPublished = (event: string): boolean => PUBLISHED_EVENTS.includes(event);
  const published = events.some(isPublished);
  const draft = !events.every(isPublished);
  return [...(published ? (['published'] as const) : []), ...(draft ? (['draft'] as const) : [])];
}
