import { createAsyncContext } from '../../async-context';
import type { EventContext } from '../../mapping/event-context';
import type { WatchedType } from '../../schema/watched-type';
import type { Subscriptions } from '../../webhooks/registry/subscriptions';
import { createBeforeImages, type BeforeImages } from './before-images';
import type { ActionCall } from '../document-service/document-action';
import type { Row } from '../filter/projection';
import type { QueryParams, QueryWrite } from '../query-engine/query-write';
import type { RowIdentity } from '../query-engine/row-identity';
import { createWriteCache, type WriteCache } from '../snapshot/write-cache';

/**
 * A write scope is the outermost captured call: a document action, or a `strapi.db.query` write outside
 * of one. All that runs inside it, hooks and nested actions included, belongs to it. While it runs, row
 * writes are only noted; when it ends, their net effect is captured (I1).
 *
 * A call that its caller does not await may outlive its scope: what it writes from then on belongs to a
 * scope of its own, which ends with that call.
 */
export interface WriteScope {
  /** As they were when the scope began. */
  subscriptions: Subscriptions;
  /** Whether the scope itself opened the transaction, so that nothing of the app's follows in it. */
  ownsTransaction: boolean;
  /** In the order in which they happened. */
  writes: RowWrite[];
  customEvents: EmittedEvent[];
  before: BeforeImages;
  cache: WriteCache;
  closed: boolean;
}

/** A row that was written. */
export interface RowWrite {
  type: WatchedType;
  kind: 'create' | 'update' | 'delete';
  id: number;
  /** Null where it is not known yet: then it is read when the scope ends. */
  identity: RowIdentity | null;
  /** The row as Strapi read it after the write; null where it did not. */
  entry: Row | null;
  /** The document action that called for the write itself; null of a query and of a hook. */
  action: ActionCall | null;
  call: QueryCall;
  /** What the row held before, where i18n copied fields into it. */
  copiedOver: Row | null;
  /** Whether this write gave the document its id. */
  newDocument: boolean;
  /** Its place in the scope. */
  at: number;
}

/** A custom event of the app's. */
export interface EmittedEvent {
  event: EventContext;
  /** JSON text. */
  data: string;
  at: number;
}

/** A call of `strapi.db.query` that writes. */
export interface QueryCall {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
  action: ActionCall | null;
  copying: Map<number, Row> | null;
  newDocuments: boolean;
  /** Whether lifecycles are on: an import or a transfer switches them off. */
  heard: boolean;
  /** Rows that it is about to write, where they had to be read before. */
  rows: RowIdentity[];
}

/** A call on the way: a document action, a query that writes rows, or i18n's copying. */
export interface Frame {
  scope: WriteScope;
  action: ActionCall | null;
  query: QueryCall | null;
  /** By row id: what rows held before i18n copied fields into them. */
  copying: Map<number, Row> | null;
  parent: Frame | null;
  running: boolean;
}

export type FrameOf = Partial<Pick<Frame, 'action' | 'query' | 'copying'>>;

const frames = createAsyncContext<Frame>();

/** The innermost call that is still on the way. */
export function currentFrame(): Frame | null {
  return running(frames.get() ?? null);
}

/** What makes the present call itself; null inside of what is over. */
export function callingFrame(): Frame | null {
  const frame = frames.get();
  return frame?.running === true ? frame : null;
}

/** The scope that the present call belongs to. */
export function scopeOf(frame: Frame): WriteScope {
  if (!frame.scope.closed) return frame.scope;
  const parent = running(frame.parent);
  frame.scope = parent ? scopeOf(parent) : createWriteScope(frame.scope.subscriptions, false);
  return frame.scope;
}

export function createWriteScope(
  subscriptions: Subscriptions,
  ownsTransaction: boolean,
): WriteScope {
  return {
    subscriptions,
    ownsTransaction,
    writes: [],
    customEvents: [],
    before: createBeforeImages(),
    cache: createWriteCache(),
    closed: false,
  };
}

export function nextPlace({ writes, customEvents }: WriteScope): number {
  return writes.length + customEvents.length;
}

/** Calls inside a scope; `end` is told once no call is left that the scope could wait for. */
export async function withFrame<T>(
  scope: WriteScope,
  { action = null, query = null, copying = null }: FrameOf,
  {
    call,
    end,
  }: { call: () => Promise<T>; end: (scope: WriteScope, failed: boolean) => Promise<void> },
): Promise<T> {
  const frame: Frame = { scope, action, query, copying, parent: currentFrame(), running: true };
  let failed = true;
  const leave = async (): Promise<void> => {
    frame.running = false;
    if (running(frame.parent) || frame.scope.closed) return;
    frame.scope.closed = true;
    await end(frame.scope, failed);
  };
  try {
    const result = await frames.run(frame, call);
    failed = false;
    await leave();
    return result;
  } catch (error) {
    // The caller's own error goes on, whatever becomes of the capture.
    if (failed) await leave().catch(() => undefined);
    throw error;
  }
}

/** What is over is kept by nobody: a hook may set a write going, which sets the next one going. */
function running(from: Frame | null): Frame | null {
  let frame = from;
  while (frame && !frame.running) frame = frame.parent;
  for (let at = frame; at?.parent; at = at.parent) {
    while (at.parent && !at.parent.running) at.parent = at.parent.parent;
  }
  return frame;
}
