import type { UID } from '@strapi/strapi';

import { watchedType, type WatchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { inScope } from '../write-scope/close-scope';
import { wrapCopying } from '../document-service/i18n-sync';
import type { Row } from '../filter/projection';
import {
  EVENT_OF_QUERY,
  giveDocumentIds,
  QUERY_WRITES,
  type QueryParams,
  type QueryWrite,
} from './query-write';
import { readBeforeQuery } from '../document-service/read-before';
import { findIdentities, findIdentitiesIn, identityIn, type RowIdentity } from './row-identity';
import {
  callingFrame,
  currentFrame,
  nextPlace,
  scopeOf,
  type Frame,
  type QueryCall,
  type RowWrite,
} from '../write-scope/write-scope';

type Call = (uid: string, params?: QueryParams) => Promise<unknown>;
type EntityManager = Record<QueryWrite, Call>;

/**
 * Captures what `strapi.db.query` writes, also inside of document actions. Each call runs in a write scope;
 * its rows are noted between the hooks before the write and those after it, so that they are known also
 * where a hook of the app's throws and its caller lets that pass. Imports and transfers switch lifecycles
 * off: what they write is not captured.
 */
export function captureQueries(parts: CaptureParts): void {
  const manager = parts.strapi.db.entityManager as unknown as EntityManager;
  for (const write of QUERY_WRITES) wrapCall(parts, manager, write);
  wrapLifecycles(parts);
  wrapCopying(parts);
}

function wrapCall(parts: CaptureParts, manager: EntityManager, write: QueryWrite): void {
  const { strapi, registry } = parts;
  const original = manager[write];
  manager[write] = (uid, params = {}) => {
    const frame = currentFrame();
    const subscriptions = frame ? scopeOf(frame).subscriptions : registry.subscriptions();
    const watched = subscriptions.watches(uid);
    if (!frame && !(watched && subscriptions.wanting(uid, EVENT_OF_QUERY[write]).length > 0)) {
      return original.call(manager, uid, params);
    }
    const { given, newDocuments } = watched
      ? giveDocumentIds(strapi, { uid, write, params })
      : { given: params, newDocuments: false };
    const { action = null, copying = null } = callingFrame() ?? {};
    const own = action?.uid === uid ? action : null;
    const heard = false;
    const query = {
      uid,
      write,
      params: given,
      action: own,
      copying,
      newDocuments,
      heard,
      rows: [],
    };
    return inScope(parts, { subscriptions, query }, async () => {
      const result = await original.call(manager, uid, given);
      const inner = currentFrame();
      if (inner) scopeOf(inner).cache.note({ uid, write, params: given, result });
      return result;
    });
  };
}

/** `strapi.db.lifecycles.run` calls the hooks of all subscribers, the app's among them. */
function wrapLifecycles(parts: CaptureParts): void {
  const { strapi } = parts;
  const { lifecycles } = strapi.db;
  const { run } = lifecycles;
  lifecycles.run = async (...lifecycle) => {
    const [action, uid, properties] = lifecycle;
    const frame = LIFECYCLES.has(action) ? currentFrame() : null;
    const query = frame?.query?.uid === uid ? frame.query : null;
    const type = query && frame && typeOf(parts, frame, uid);
    if (!query || !frame || !type) return run.apply(lifecycles, lifecycle);
    if (action.startsWith('before')) {
      const states = await run.apply(lifecycles, lifecycle);
      if (query.heard) await readBeforeQuery(parts, scopeOf(frame), { type, query });
      return states;
    }
    if (query.heard) await noteWritten(parts, frame, { type, query, result: properties.result });
    return run.apply(lifecycles, lifecycle);
  };
  const hear = (): void => {
    const query = currentFrame()?.query;
    if (query) query.heard = true;
  };
  const models = Object.keys(strapi.contentTypes);
  const befores = [...LIFECYCLES].filter((name) => name.startsWith('before'));
  lifecycles.subscribe({ models, ...Object.fromEntries(befores.map((name) => [name, hear])) });
}

const LIFECYCLES = new Set(
  QUERY_WRITES.flatMap((write) => {
    const name = write.charAt(0).toUpperCase() + write.slice(1);
    return [`before${name}`, `after${name}`];
  }),
);

function typeOf({ strapi }: CaptureParts, frame: Frame, uid: string): WatchedType | null {
  if (!scopeOf(frame).subscriptions.watches(uid)) return null;
  return watchedType(strapi, uid as UID.ContentType);
}

interface WrittenCall {
  type: WatchedType;
  query: QueryCall;
  result: unknown;
}

async function noteWritten(parts: CaptureParts, frame: Frame, written: WrittenCall): Promise<void> {
  const rows = await rowsOf(parts, frame, written);
  const { type, query } = written;
  const scope = scopeOf(frame);
  for (const { id, identity, entry } of rows) {
    scope.writes.push({
      type,
      kind: KINDS[query.write],
      id,
      identity,
      entry,
      action: query.action,
      call: query,
      copiedOver: query.copying?.get(id) ?? null,
      newDocument: query.newDocuments,
      at: nextPlace(scope),
    });
  }
}

const KINDS = {
  create: 'create',
  createMany: 'create',
  update: 'update',
  updateMany: 'update',
  delete: 'delete',
  deleteMany: 'delete',
} as const satisfies Record<QueryWrite, RowWrite['kind']>;

type NotedRow = Pick<RowWrite, 'id' | 'identity' | 'entry'>;

async function rowsOf(
  { strapi }: CaptureParts,
  frame: Frame,
  { type, query, result }: WrittenCall,
): Promise<NotedRow[]> {
  const { write, params, rows } = query;
  switch (write) {
    case 'create': {
      const entry = result as Row | null;
      const whole = { publishedAt: null, locale: null, ...(params.data as Row), ...entry };
      const identity = identityIn(type, whole);
      if (identity) return [{ id: identity.id, identity, entry: copyOf(entry) }];
      // Where the caller selects, the row may come without its id: a document's newest it is.
      const { documentId } = params.data as { documentId?: string };
      const where = { where: { documentId }, orderBy: { id: 'desc' }, limit: 1 };
      return (await findIdentities(strapi, type, where)).map(unread);
    }
    case 'createMany':
      return (await createdRows(strapi, type, { params, result })).map(unread);
    case 'update': {
      const entry = result as Row | null;
      const id = (entry?.['id'] as number | undefined) ?? rows[0]?.id;
      if (id === undefined) return [];
      const identity = identityIn(type, { id, ...entry }) ?? null;
      return [{ id, identity, entry: copyOf(entry) }];
    }
    case 'delete': {
      const { id } = (result ?? {}) as { id?: number };
      const { before } = scopeOf(frame);
      const gone = id === undefined ? undefined : before.identityOf(type.uid, id);
      if (id !== undefined && !gone) return [{ id, identity: null, entry: null }];
      return (gone ? [gone] : rows).map(unread);
    }
    case 'updateMany':
    case 'deleteMany':
      return rows.map(unread);
  }
}

function unread(identity: RowIdentity): NotedRow {
  return { id: identity.id, identity, entry: null };
}

/** A hook may change what it is given, and not the row. */
function copyOf(entry: Row | null): Row | null {
  return entry && Object.assign({}, entry);
}

/** MySQL tells the first id of a statement only: there the rest is known by the documents, and is newer. */
async function createdRows(
  strapi: CaptureParts['strapi'],
  type: WatchedType,
  { params, result }: { params: QueryParams; result: unknown },
): Promise<RowIdentity[]> {
  const { count, ids } = result as { count: number; ids: number[] };
  if (ids.length === count) return findIdentitiesIn(strapi, type, ['id', ids]);

  const first = Math.min(...ids);
  const data = params.data as { documentId?: string }[];
  const documentIds = data.flatMap((row) => row.documentId ?? []);
  const rows = await findIdentitiesIn(strapi, type, ['documentId', documentIds]);
  return rows.filter(({ id }) => id >= first);
}
