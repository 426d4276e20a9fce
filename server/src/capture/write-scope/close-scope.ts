import type { Transaction } from '../../outbox/database/tables';
import type { Subscriptions } from '../../webhooks/registry/subscriptions';
import type { WatchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { capture, type Closing, type ScopeEvent } from './capture-events';
import { replaces } from '../document-service/document-action';
import { unchangedCopies } from '../document-service/i18n-sync';
import { netEffect, type NetChange, type Resolved } from './net-effect';
import { batchesOf, findIdentitiesIn, type RowIdentity } from '../query-engine/row-identity';
import {
  createWriteScope,
  currentFrame,
  scopeOf,
  withFrame,
  type FrameInput,
  type RowWrite,
  type WriteScope,
} from './write-scope';

/**
 * Runs `call` in the open write scope, or opens a scope with a transaction around it (I1). When that scope
 * ends, also by an error that its caller catches, its net effect is enqueued.
 */
export async function inScope<T>(
  parts: CaptureParts,
  { subscriptions, ...frame }: FrameInput & { subscriptions: Subscriptions },
  call: () => Promise<T>,
): Promise<T> {
  const { strapi } = parts;
  const outer = currentFrame();
  const end = (scope: WriteScope, trusted: boolean) => closeScope(parts, scope, trusted);
  if (outer) {
    const late = (scope: WriteScope) => end(scope, false);
    const inside = () => withFrame(scopeOf(outer), frame, { call, end: late });
    // A call that outlives its scope also outlives the scope's transaction.
    return outer.scope.closed ? strapi.db.transaction(inside) : inside();
  }
  const scope = createWriteScope(subscriptions, !strapi.db.inTransaction());
  return strapi.db.transaction((transaction: Transaction) => {
    const leave = parts.unitOf(transaction).open();
    return withFrame(scope, frame, {
      call,
      async end(ended, failed) {
        const alone = leave();
        // Strapi rolls the transaction back.
        if (failed && ended.ownsTransaction) return;
        await end(ended, alone && !failed && ended === scope);
      },
    });
  });
}

/** `trusted`: no other call wrote at the same time, so the rows are as the writes returned them. */
async function closeScope(parts: CaptureParts, scope: WriteScope, trusted: boolean): Promise<void> {
  if (scope.writes.length === 0 && scope.customEvents.length === 0) return;
  await parts.strapi.db.transaction(async (transaction: Transaction) => {
    const unit = parts.unitOf(transaction);
    await unit.serialize(async () => {
      const closing = { parts, scope, unit, trusted: trusted && hasOneWriter(scope) };
      const events = await collectEvents(closing);
      if (!scope.ownsTransaction) rememberBefore(closing);
      const by = { ownsTransaction: scope.ownsTransaction, budget: unit.newBudget() };
      for (const batch of batchesOf(events)) {
        const captured = await capture(closing, batch);
        if (captured.length > 0) await unit.add(captured, by);
      }
    });
  });
}

function hasOneWriter({ writes }: WriteScope): boolean {
  const writer = ({ action, call }: RowWrite): object => action ?? call;
  const [first] = writes;
  return first !== undefined && writes.every((write) => writer(write) === writer(first));
}

/** Events of the scope that a webhook subscribes to, in order. */
async function collectEvents(closing: Closing): Promise<ScopeEvent[]> {
  const { scope } = closing;
  const types = new Map<string, RowWrite[]>();
  for (const write of scope.writes) {
    types.set(write.type.uid, [...(types.get(write.type.uid) ?? []), write]);
  }
  const events: ScopeEvent[] = [...scope.customEvents];
  for (const [uid, writes] of types) {
    const type = (writes[0] as RowWrite).type;
    for (const change of await findChanges(closing, type, writes)) {
      const webhooks = scope.subscriptions.wanting(uid, change.event);
      if (webhooks.length > 0) events.push({ ...change, type, webhooks });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

async function findChanges(
  closing: Closing,
  type: WatchedType,
  writes: RowWrite[],
): Promise<NetChange[]> {
  const now = await findRemaining(closing, type, writes);
  const unchanged = await unchangedCopies(closing.parts.strapi, { type, writes, now });
  const resolved = writes.flatMap((write): Resolved[] => {
    const identity = now.get(write.id) ?? write.identity;
    return identity && !unchanged.has(write.id) ? [{ ...write, identity }] : [];
  });
  return netEffect(resolved, now);
}

/** The written rows that still exist. */
async function findRemaining(
  { parts, trusted }: Closing,
  type: WatchedType,
  writes: RowWrite[],
): Promise<Map<number, RowIdentity>> {
  const last = new Map(writes.map((write) => [write.id, write]));
  const left = [...last.values()].filter(({ kind }) => kind !== 'delete' || !trusted);
  const known = trusted ? left.flatMap(({ identity }) => identity ?? []) : [];
  if (trusted && known.length === left.length) return new Map(known.map((row) => [row.id, row]));
  const ids = left.map(({ id }) => id);
  const rows = await findIdentitiesIn(parts.strapi, type, ['id', ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Remembers for later scopes of the transaction which versions did not exist before it. */
function rememberBefore({ scope, unit }: Closing): void {
  unit.before.add(scope.before);
  for (const { kind, type, identity, action } of scope.writes) {
    if (kind !== 'create' || !identity) continue;
    // Publish and discardDraft recreate versions that may have existed.
    const unknown = action !== null && replaces(action.action);
    if (scope.before.existed(type.uid, identity) ?? unknown) continue;
    unit.before.keep(type.uid, identity, { webhooks: null, source: null });
  }
}
