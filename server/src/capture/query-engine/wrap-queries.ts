import type { UID } from '@strapi/strapi';

import { watchedType, type WatchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { inScope } from '../write-scope/close-scope';
import { wrapI18nSync } from '../document-service/i18n-sync';
import {
  EVENT_OF_QUERY,
  assignDocumentIds,
  QUERY_WRITES,
  type QueryParams,
  type QueryWrite,
} from './query-write';
import { readBeforeQuery } from '../document-service/read-before';
import { findWrittenRows, type WrittenCall } from './written-rows';
import {
  callingFrame,
  currentFrame,
  nextPosition,
  scopeOf,
  type Frame,
  type RowWrite,
} from '../write-scope/write-scope';

type Call = (uid: string, params?: QueryParams) => Promise<unknown>;
type EntityManager = Record<QueryWrite, Call>;

/**
 * Captures writes of `strapi.db.query`, also inside of document actions. Each call runs in a write scope.
 * Its rows are noted after the write and before the `after…` hooks, so that they are known even if a hook
 * throws and its caller catches the error. Imports and transfers disable lifecycles and are not captured.
 */
export function captureQueries(parts: CaptureParts): void {
  const manager = parts.strapi.db.entityManager as unknown as EntityManager;
  for (const write of QUERY_WRITES) wrapCall(parts, manager, write);
  wrapLifecycles(parts);
  wrapI18nSync(parts);
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
    const { params: assigned, newDocuments } = watched
      ? assignDocumentIds(strapi, { uid, write, params })
      : { params, newDocuments: false };
    const { action: caller = null, rowsBeforeCopy = null } = callingFrame() ?? {};
    const action = caller?.uid === uid ? caller : null;
    const lifecyclesOn = false;
    const query = {
      uid,
      write,
      params: assigned,
      action,
      rowsBeforeCopy,
      newDocuments,
      lifecyclesOn,
      rows: [],
    };
    return inScope(parts, { subscriptions, query }, async () => {
      const result = await original.call(manager, uid, assigned);
      const inner = currentFrame();
      if (inner) scopeOf(inner).cache.note({ uid, write, params: assigned, result });
      return result;
    });
  };
}

/** `strapi.db.lifecycles.run` calls the hooks of all subscribers, including the app's. */
function wrapLifecycles(parts: CaptureParts): void {
  const { strapi } = parts;
  const { lifecycles } = strapi.db;
  const { run } = lifecycles;
  lifecycles.run = async (...lifecycle) => {
    const [action, uid, properties] = lifecycle;
    const frame = LIFECYCLES.has(action) ? currentFrame() : null;
    const query = frame?.query?.uid === uid ? frame.query : null;
    const type = query && frame && findWatchedType(parts, frame, uid);
    if (!query || !frame || !type) return run.apply(lifecycles, lifecycle);
    if (action.startsWith('before')) {
      const states = await run.apply(lifecycles, lifecycle);
      if (query.lifecyclesOn) await readBeforeQuery(parts, scopeOf(frame), { type, query });
      return states;
    }
    if (query.lifecyclesOn)
      await noteWritten(parts, frame, { type, query, result: properties.result });
    return run.apply(lifecycles, lifecycle);
  };
  const markLifecycles = (): void => {
    const query = currentFrame()?.query;
    if (query) query.lifecyclesOn = true;
  };
  const models = Object.keys(strapi.contentTypes);
  const beforeHooks = [...LIFECYCLES].filter((name) => name.startsWith('before'));
  lifecycles.subscribe({
    models,
    ...Object.fromEntries(beforeHooks.map((name) => [name, markLifecycles])),
  });
}

const LIFECYCLES = new Set(
  QUERY_WRITES.flatMap((write) => {
    const name = write.charAt(0).toUpperCase() + write.slice(1);
    return [`before${name}`, `after${name}`];
  }),
);

function findWatchedType({ strapi }: CaptureParts, frame: Frame, uid: string): WatchedType | null {
  if (!scopeOf(frame).subscriptions.watches(uid)) return null;
  return watchedType(strapi, uid as UID.ContentType);
}

async function noteWritten(parts: CaptureParts, frame: Frame, written: WrittenCall): Promise<void> {
  const { type, query } = written;
  const scope = scopeOf(frame);
  const rows = await findWrittenRows(parts.strapi, scope.before, written);
  for (const { id, identity, entry } of rows) {
    scope.writes.push({
      type,
      kind: KINDS[query.write],
      id,
      identity,
      entry,
      action: query.action,
      call: query,
      contentBeforeCopy: query.rowsBeforeCopy?.get(id) ?? null,
      newDocument: query.newDocuments,
      at: nextPosition(scope),
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
