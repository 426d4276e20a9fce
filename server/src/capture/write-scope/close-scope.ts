import type { UID } from '@strapi/strapi';

import type { EventContext } from '../../mapping/event-context';
import type { Transaction } from '../../outbox/database/tables';
import type { Subscriptions } from '../../webhooks/registry/subscriptions';
import type { WatchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { actorOf } from '../document-service/actor';
import type { CaptureParts } from '../capture-parts';
import { customEventView } from '../filter/webhook-projection';
import { replaces } from '../document-service/document-action';
import { unchangedCopies } from '../document-service/i18n-sync';
import { netEffect, type NetChange, type Resolved } from './net-effect';
import type { CapturedEvent } from './pending-delivery';
import { readSources } from '../document-service/read-before';
import { batchesOf, findIdentitiesIn, type RowIdentity } from '../query-engine/row-identity';
import type { SourceRow } from '../snapshot/snapshot';
import type { UnitOfWork } from './unit-of-work';
import {
  createWriteScope,
  currentFrame,
  scopeOf,
  withFrame,
  type EmittedEvent,
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

interface Closing {
  parts: CaptureParts;
  scope: WriteScope;
  unit: UnitOfWork;
  trusted: boolean;
}

function hasOneWriter({ writes }: WriteScope): boolean {
  const writer = ({ action, call }: RowWrite): object => action ?? call;
  const [first] = writes;
  return first !== undefined && writes.every((write) => writer(write) === writer(first));
}

interface Change extends NetChange {
  type: WatchedType;
  webhooks: readonly CompiledWebhook[];
}

type ScopeEvent = Change | EmittedEvent;

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

async function capture(closing: Closing, events: ScopeEvent[]): Promise<CapturedEvent[]> {
  const { parts, scope } = closing;
  const sources = await readChanges(closing, events.filter(isChange));
  return events.flatMap((one): CapturedEvent[] => {
    if (!isChange(one)) {
      const { event, data } = one;
      const view = customEventView(data);
      const newDocument = event.documentId === null;
      const webhooks = scope.subscriptions.wanting(event.uid, event.event);
      return webhooks.map((webhook) => ({ webhook, event, view, newDocument }));
    }
    const after = sources.get(one);
    if (!after) return [];
    const { type, webhooks, newDocument } = one;
    const event = eventContext(parts, one);
    return webhooks.map((webhook) => {
      const before = isRemoval(one) ? after : findBefore(closing, one, webhook);
      const view = parts.reader.viewOf(webhook, { model: type.model, after, before });
      return { webhook, event, view, newDocument };
    });
  });
}

function isChange(event: ScopeEvent): event is Change {
  return 'type' in event;
}

function isRemoval({ event }: NetChange): boolean {
  return event === 'entry.delete' || event === 'entry.unpublish';
}

function findBefore(
  { scope, unit }: Closing,
  { type: { uid }, row }: Change,
  webhook: CompiledWebhook,
): SourceRow | null {
  const inTransaction = unit.before.of(uid, row, webhook);
  return (inTransaction === undefined ? scope.before.of(uid, row, webhook) : inTransaction) ?? null;
}

/** Reads each row once for all webhooks that subscribe to the event. */
async function readChanges(closing: Closing, changes: Change[]): Promise<Map<Change, SourceRow>> {
  const { parts, scope, trusted } = closing;
  const { reader } = parts;
  const sources = new Map<Change, SourceRow>();
  const toRead = new Map<readonly CompiledWebhook[], Change[]>();
  for (const change of changes) {
    const { type, row, webhooks } = change;
    if (isRemoval(change)) {
      const source = scope.before.last(type.uid, row.id);
      if (source) sources.set(change, source);
      continue;
    }
    const plan = reader.readPlansOf(type, webhooks).after;
    const entry = trusted ? returnedEntry(scope, change) : null;
    const written = scope.cache;
    const source = entry && (await reader.fromEntry({ type, plan }, { entry, written }));
    if (source) sources.set(change, source);
    else toRead.set(webhooks, [...(toRead.get(webhooks) ?? []), change]);
  }
  for (const [webhooks, some] of toRead) {
    const { type } = some[0] as Change;
    const plan = reader.readPlansOf(type, webhooks).after;
    // Strapi orders the keys of all rows of a query alike. The built-in webhooks read each row of an action
    // alone, and the `document` payload must have the same bytes.
    const alone = plan.whole && scope.writes.every(({ action }) => action);
    for (const group of alone ? some.map((change) => [change]) : [some]) {
      const rows = await readSources(parts, { type, plan, rows: group.map(({ row }) => row) });
      for (const change of group) {
        const source = rows.get(change.row.id);
        if (source) sources.set(change, source);
      }
    }
  }
  return sources;
}

function returnedEntry({ writes }: WriteScope, { type, row }: Change) {
  return (
    writes.findLast(({ id, type: { uid } }) => id === row.id && uid === type.uid)?.entry ?? null
  );
}

function eventContext({ strapi, now }: CaptureParts, { event, type, row }: Change): EventContext {
  const { documentId, locale, status } = row;
  const uid: UID.ContentType = type.uid;
  const actor = actorOf(strapi);
  return { event, uid, documentId, locale, status, timestamp: now(), sequence: null, actor };
}
