import { DOCUMENT_EVENTS, type DocumentEvent } from '../../contracts/webhook-choices';
import { EVENT_OF_QUERY, type QueryParams } from '../query-engine/query-write';
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
import type { QueryCall, WriteScope } from '../write-scope/write-scope';
import type { WatchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';

/**
 * Reads what an action is about to change, where a webhook looks back or a row goes. Before the action
 * begins, for the Document Service writes components before it comes to their row (I3).
 */
export async function readBeforeAction(
  { strapi, entries }: CaptureParts,
  scope: WriteScope,
  { type, call }: { type: WatchedType; call: ActionCall },
): Promise<void> {
  const { uid } = type;
  const { subscriptions, before } = scope;
  const { action, documentId } = call;
  if (documentId === undefined) return;
  const takesAway = action === 'delete' || action === 'unpublish';
  const events = eventsByAction(action);
  const wanting = subscriptions.wantingAny(uid, takesAway ? events : lookedBackFor(scope, events));
  const readings = entries.readPlansOf(type, wanting);
  const reading = wanting.length === 0 ? null : takesAway ? readings.last : readings.before;
  const wantingLoss = replaces(action) ? subscriptions.wanting(uid, 'entry.delete') : [];
  if (!reading && wantingLoss.length === 0) return;

  const rows = await findIdentities(strapi, type, { where: { documentId } });
  for (const row of rows) before.identify(uid, row);
  if (reading) {
    const sources = await entries.read(type, reading, whereOf(type, call));
    keep(before, { uid, rows, sources, webhooks: wanting, takesAway });
  }
  const losing = wantingLoss.length > 0 ? withoutSuccessor(call, rows) : [];
  if (losing.length === 0) return;
  const { last } = entries.readPlansOf(type, wantingLoss);
  const sources = await readSources({ entries }, { type, reading: last, rows: losing });
  keep(before, { uid, rows: losing, sources, webhooks: wantingLoss, takesAway: true });
}

/** The same for a query, when the app's hooks before the write have had their turn. */
export async function readBeforeQuery(
  parts: CaptureParts,
  scope: WriteScope,
  { type, query }: { type: WatchedType; query: QueryCall },
): Promise<void> {
  const { uid, write, params } = query;
  if (write === 'create' || write === 'createMany' || isRead(scope, query)) return;
  const takesAway = write === 'delete' || write === 'deleteMany';
  const events = [EVENT_OF_QUERY[write]];
  const webhooks = takesAway
    ? scope.subscriptions.wanting(uid, 'entry.delete')
    : scope.subscriptions.wantingAny(uid, lookedBackFor(scope, events));
  const readings = parts.entries.readPlansOf(type, webhooks);
  const reading = webhooks.length === 0 ? null : takesAway ? readings.last : readings.before;
  // The row of an update is known by what comes back, but for its id where the caller selects.
  const needsRows = write === 'update' ? params.select !== undefined : write === 'updateMany';
  if (!reading && !needsRows) return;

  query.rows = await rowsOf(parts, type, query);
  for (const row of query.rows) scope.before.identify(uid, row);
  if (!reading) return;
  const born = new Set(scope.writes.filter(({ kind }) => kind === 'create').map(({ id }) => id));
  const rows = takesAway ? query.rows : query.rows.filter(({ id }) => !born.has(id));
  const sources = await readSources(parts, { type, reading, rows });
  keep(scope.before, { uid, rows, sources, webhooks, takesAway });
}

/**
 * Events whose webhooks may look back at what is written. In a transaction of the app's any of them may,
 * for a later scope asks what was there before this one.
 */
function lookedBackFor(
  { ownsTransaction }: WriteScope,
  events: readonly DocumentEvent[],
): readonly DocumentEvent[] {
  return ownsTransaction ? events : DOCUMENT_EVENTS;
}

/** Reads what webhooks name of these rows, keyed by their numeric id. */
export async function readSources(
  { entries }: Pick<CaptureParts, 'entries'>,
  {
    type,
    reading,
    rows,
  }: { type: WatchedType; reading: ReadPlan; rows: Pick<RowIdentity, 'id'>[] },
): Promise<SourceRows> {
  const sources: SourceRows = new Map();
  for (const batch of batchesOf(rows)) {
    const where = { id: { $in: batch.map(({ id }) => id) } };
    for (const [id, source] of await entries.read(type, reading, where)) sources.set(id, source);
  }
  return sources;
}

interface Kept {
  uid: string;
  rows: RowIdentity[];
  sources: SourceRows;
  webhooks: readonly CompiledWebhook[];
  takesAway: boolean;
}

function keep(
  before: WriteScope['before'],
  { uid, rows, sources, webhooks, takesAway }: Kept,
): void {
  for (const row of rows) {
    const source = sources.get(row.id);
    if (!source) continue;
    if (takesAway) before.keepLast(uid, row, source);
    else before.keep(uid, row, { webhooks, source });
  }
}

/** Whether the action that calls has read the row already. */
function isRead({ before }: WriteScope, { uid, write, params, action }: QueryCall): boolean {
  const id = (params.where as { id?: unknown } | undefined)?.id;
  if (!action || typeof id !== 'number') return false;
  if (before.identityOf(uid, id)?.documentId !== action.documentId) return false;
  return write === 'delete' || action.action === 'update';
}

async function rowsOf(
  { strapi }: CaptureParts,
  type: WatchedType,
  { write, params }: QueryCall,
): Promise<RowIdentity[]> {
  if (write === 'delete') return findFirstIdentity(strapi, type, params);
  if (write === 'update') return findFirstIdentity(strapi, type, { where: params.where });
  return findIdentities(strapi, type, criteriaOf(write, params));
}

function criteriaOf(write: QueryCall['write'], { where, _q, filters }: QueryParams): object {
  return write === 'deleteMany' ? { where, _q, filters } : { where };
}

/** No more than what the action writes, where the call says so. */
function whereOf(type: WatchedType, { action, documentId, locale, status }: ActionCall): object {
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

/** Versions that publishing or discarding takes away without another to take their place. */
function withoutSuccessor({ action }: ActionCall, rows: RowIdentity[]): RowIdentity[] {
  const replaced = action === 'publish' ? 'published' : 'draft';
  const sources = new Set(
    rows.filter(({ status }) => status !== replaced).map(({ locale }) => locale),
  );
  return rows.filter(({ status, locale }) => status === replaced && !sources.has(locale));
}
