import { createAsyncContext } from '../../async-context';
import type { EventContext } from '../../mapping/event-context';
import type { WatchedType } from '../../schema/watched-type';
import type { Subscriptions } from '../../webhooks/registry/subscriptions';
import { createBeforeImages, type BeforeImages } from './before-images';
import type { ActionCall } from '../document-service/document-action';
import type { Row } from '../filter/projection';
import type { QueryCall } from '../query-engine/query-write';
import type { RowIdentity } from '../query-engine/row-identity';
import { createWriteCache, type WriteCache } from '../snapshot/write-cache';

/**
 * A write scope is the outermost captured call: a document action, or a `strapi.db.query` write outside of
 * one. Everything that runs inside it belongs to it, including hooks and nested actions. Row writes are
 * only noted while it runs. Their net effect is captured when it ends (I1).
 *
 * A call that its caller does not await may outlive its scope. Its later writes belong to a new scope,
 * which ends with that call.
 */
export interface WriteScope {
  /** Subscriptions at the start of the scope. */
  subscriptions: Subscriptions;
  /** Whether the scope opened the transaction, so that no statement of the app follows in it. */
  ownsTransaction: boolean;
  /** In order of occurrence. */
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
  /** Null if not known yet. It is then read when the scope ends. */
  identity: RowIdentity | null;
  /** The row as Strapi read it after the write; null if it did not read it. */
  entry: Row | null;
  /** The document action that made this write itself; null for writes of queries and hooks. */
  action: ActionCall | null;
  call: QueryCall;
  /** Content of the row before i18n copied fields into it; null for other writes. */
  contentBeforeCopy: Row | null;
  /** Whether this write created the document. */
  newDocument: boolean;
  /** Position in the scope. */
  at: number;
}

/** A custom event that the app emitted. */
export interface EmittedEvent {
  event: EventContext;
  /** JSON text. */
  data: string;
  at: number;
}

/** A running call: a document action, a query that writes rows, or i18n's sync. */
export interface Frame {
  scope: WriteScope;
  action: ActionCall | null;
  query: QueryCall | null;
  /** Content of rows before i18n copied fields into them, by row id. */
  rowsBeforeCopy: Map<number, Row> | null;
  parent: Frame | null;
  running: boolean;
}

export type FrameInput = Partial<Pick<Frame, 'action' | 'query' | 'rowsBeforeCopy'>>;

const frames = createAsyncContext<Frame>();

/** The innermost call that is still running. */
export function currentFrame(): Frame | null {
  return firstRunning(frames.get() ?? null);
}

/** The direct caller of the current call; null if it has ended. */
export function callingFrame(): Frame | null {
  const frame = frames.get();
  return frame?.running === true ? frame : null;
}

/**
 * The scope of a call. A call that outlives its scope gets the scope of a running parent, or a new one.
 */
export function scopeOf(frame: Frame): WriteScope {
  if (!frame.scope.closed) return frame.scope;
  const parent = firstRunning(frame.parent);
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

export function nextPosition({ writes, customEvents }: WriteScope): number {
  return writes.length + customEvents.length;
}

/** Runs `call` in a frame of a scope. `end` is called when no running call of the scope is left. */
export async function withFrame<T>(
  scope: WriteScope,
  { action = null, query = null, rowsBeforeCopy = null }: FrameInput,
  {
    call,
    end,
  }: { call: () => Promise<T>; end: (scope: WriteScope, failed: boolean) => Promise<void> },
): Promise<T> {
  const frame: Frame = {
    scope,
    action,
    query,
    rowsBeforeCopy,
    parent: currentFrame(),
    running: true,
  };
  let failed = true;
  const leave = async (): Promise<void> => {
    frame.running = false;
    if (firstRunning(frame.parent) || frame.scope.closed) return;
    frame.scope.closed = true;
    await end(frame.scope, failed);
  };
  try {
    const result = await frames.run(frame, call);
    failed = false;
    await leave();
    return result;
  } catch (error) {
    // The caller's own error is rethrown, even if the capture fails too.
    if (failed) await leave().catch(() => undefined);
    throw error;
  }
}

/**
 * Drops ended frames from the chain. Hooks can chain un-awaited writes without end, and the chain would
 * retain all of them.
 */
function firstRunning(from: Frame | null): Frame | null {
  let frame = from;
  while (frame && !frame.running) frame = frame.parent;
  for (let at = frame; at?.parent; at = at.parent) {
    while (at.parent && !at.parent.running) at.parent = at.parent.parent;
  }
  return frame;
}
