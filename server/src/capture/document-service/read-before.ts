import { DOCUMENT_EVENTS, type DocumentEvent } from '../../contracts/webhook-choices';
import { EVENT_OF_QUERY, type QueryCall, type QueryParams } from '../query-engine/query-write';
import type { CaptureParts } from '../capture-parts';
import { eventsByAction, replaces, type ActionCall } from './document-action';
import type { ReadPlan } from '../snapshot/read-plan';
import {
  batchesOf,
  findFirstIdentity,
  findIdentities,
  type RowIdentity,
} from '../query-engine/row-identity';
import type { SourceRows } from '../snapshot/snapshot';
import type { WriteScope } from '../write-scope/write-scope';
import type { WatchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/**
 * Reads the before-images of an action's rows, if a webhook compares or if rows are removed (I3). Runs
 * before the action, because the Document Service writes components before their row.
 */
export async function readBeforeAction(
  { strapi, reader }: CaptureParts,
  scope: WriteScope,
  { type, call }: { type: WatchedType; call: ActionCall },
): Promise<void> {
  const { uid } = type;
  const { subscriptions, before } = scope;
  const { action, documentId } = call;
  if (documentId === undefined) return;
  const removes = action === 'delete' || action === 'unpublish';
  const events = eventsByAction(action);
  const webhooks = subscriptions.wantingAny(uid, removes ? events : comparedEvents(scope, events));
  const plans = reader.readPlansOf(type, webhooks);
  const plan = webhooks.length === 0 ? null : removes ? plans.last : plans.before;
  const deleteWebhooks = replaces(action) ? subscriptions.wanting(uid, 'entry.delete') : [];
  if (!plan && deleteWebhooks.length === 0) return;

  const rows = await findIdentities(strapi, type, { where: { documentId } });
  for (const row of rows) before.identify(uid, row);
  if (plan) {
    const sources = await reader.read(type, plan, whereAction(type, call));
    keepImages(before, { uid, rows, sources, webhooks: webhooks, removes });
  }
  const orphaned = deleteWebhooks.length > 0 ? orphanedVersions(call, rows) : [];
  if (orphaned.length === 0) return;
  const { last } = reader.readPlansOf(type, deleteWebhooks);
  const sources = await readSources({ reader }, { type, plan: last, rows: orphaned });
  keepImages(before, { uid, rows: orphaned, sources, webhooks: deleteWebhooks, removes: true });
}

/** Reads the before-images of a query's rows, after the app's `before…` hooks have run. */
export async function readBeforeQuery(
  parts: CaptureParts,
  scope: WriteScope,
  { type, query }: { type: WatchedType; query: QueryCall },
): Promise<void> {
  const { uid, write, params } = query;
  if (write === 'create' || write === 'createMany' || isAlreadyRead(scope, query)) return;
  const removes = write === 'delete' || write === 'deleteMany';
  const events = [EVENT_OF_QUERY[write]];
  const webhooks = removes
    ? scope.subscriptions.wanting(uid, 'entry.delete')
    : scope.subscriptions.wantingAny(uid, comparedEvents(scope, events));
  const plans = parts.reader.readPlansOf(type, webhooks);
  const plan = webhooks.length === 0 ? null : removes ? plans.last : plans.before;
  // The result of `update` identifies its row, unless the caller selects other columns than the id.
  const needsRows = write === 'update' ? params.select !== undefined : write === 'updateMany';
  if (!plan && !needsRows) return;

  query.rows = await findAffected(parts, type, query);
  for (const row of query.rows) scope.before.identify(uid, row);
  if (!plan) return;
  const createdIds = new Set(
    scope.writes.filter(({ kind }) => kind === 'create').map(({ id }) => id),
  );
  const rows = removes ? query.rows : query.rows.filter(({ id }) => !createdIds.has(id));
  const sources = await readSources(parts, { type, plan, rows });
  keepImages(scope.before, { uid, rows, sources, webhooks, removes });
}

/**
 * Events whose webhooks may compare with the state before the write. In the app's own transaction these are
 * all events, because a later scope may compare with the state before this one.
 */
function comparedEvents(
  { ownsTransaction }: WriteScope,
  events: readonly DocumentEvent[],
): readonly DocumentEvent[] {
  return ownsTransaction ? events : DOCUMENT_EVENTS;
}

/** Reads the fields in `plan` of the given rows, by numeric id. */
export async function readSources(
  { reader }: Pick<CaptureParts, 'reader'>,
  { type, plan, rows }: { type: WatchedType; plan: ReadPlan; rows: Pick<RowIdentity, 'id'>[] },
): Promise<SourceRows> {
  const sources: SourceRows = new Map();
  for (const batch of batchesOf(rows)) {
    const where = { id: { $in: batch.map(({ id }) => id) } };
    for (const [id, source] of await reader.read(type, plan, where)) sources.set(id, source);
  }
  return sources;
}

interface Images {
  uid: string;
  rows: RowIdentity[];
  sources: SourceRows;
  webhooks: readonly CompiledWebhook[];
  removes: boolean;
}

function keepImages(
  before: WriteScope['before'],
  { uid, rows, sources, webhooks, removes }: Images,
): void {
  for (const row of rows) {
    const source = sources.get(row.id);
    if (!source) continue;
    if (removes) before.keepLast(uid, row, source);
    else before.keep(uid, row, { webhooks, source });
  }
}

/** True if the calling action has already read the row. */
function isAlreadyRead({ before }: WriteScope, { uid, write, params, action }: QueryCall): boolean {
  const id = (params.where as { id?: unknown } | undefined)?.id;
  if (!action || typeof id !== 'number') return false;
  if (before.identityOf(uid, id)?.documentId !== action.documentId) return false;
  return write === 'delete' || action.action === 'update';
}

async function findAffected(
  { strapi }: CaptureParts,
  type: WatchedType,
  { write, params }: QueryCall,
): Promise<RowIdentity[]> {
  if (write === 'delete') return findFirstIdentity(strapi, type, params);
  if (write === 'update') return findFirstIdentity(strapi, type, { where: params.where });
  return findIdentities(strapi, type, queryCriteria(write, params));
}

function queryCriteria(write: QueryCall['write'], { where, _q, filters }: QueryParams): object {
  return write === 'deleteMany' ? { where, _q, filters } : { where };
}

/** Query for the rows that the action writes, as far as the call tells. */
function whereAction(
  type: WatchedType,
  { action, documentId, locale, status }: ActionCall,
): object {
  const oneLocale = type.localized && typeof locale === 'string' && locale !== '*';
  const draftOnly = action === 'discardDraft' || (action === 'update' && status !== 'published');
  const publishedOnly = action === 'publish' || action === 'unpublish';
  return {
    documentId,
    ...(oneLocale ? { locale } : {}),
    ...(type.draftAndPublish && draftOnly ? { publishedAt: { $null: true } } : {}),
    ...(type.draftAndPublish && publishedOnly ? { publishedAt: { $notNull: true } } : {}),
  };
}

/** Versions that publish or discardDraft deletes without a replacement. */
function orphanedVersions({ action }: ActionCall, rows: RowIdentity[]): RowIdentity[] {
  const replaced = action === 'publish' ? 'published' : 'draft';
  const sources = new Set(
    rows.filter(({ status }) => status !== replaced).map(({ locale }) => locale),
  );
  return rows.filter(({ status, locale }) => status === replaced && !sources.has(locale));
}
