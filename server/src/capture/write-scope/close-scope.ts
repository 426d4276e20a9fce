import type { UID } from '@strapi/strapi';

import type { EventContext } from '../../mapping/event-context';
import type { Transaction } from '../../outbox/database/tables';
import type { Subscriptions } from '../../webhooks/registry/subscriptions';
import type { WatchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { actorOf } from '../document-service/actor';
import type { CaptureParts } from '../capture-parts';
import { viewOfData } from '../filter/webhook-projection';
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
  type FrameOf,
  type RowWrite,
  type WriteScope,
} from './write-scope';

/**
 * Calls inside the scope that is open, or opens one, with a transaction around it (I1). When that scope
 * ends, also by an error that its caller may let pass, its net effect goes into the outbox.
 */
export async function inScope<T>(
  parts: CaptureParts,
  { subscriptions, ...frame }: FrameOf & { subscriptions: Subscriptions },
  call: () => Promise<T>,
): Promise<T> {
  const { strapi } = parts;
  const outer = currentFrame();
  const end = (scope: WriteScope, trusted: boolean) => closeScope(parts, scope, trusted);
  if (outer) {
    const late = (scope: WriteScope) => end(scope, false);
    const inside = () => withFrame(scopeOf(outer), frame, { call, end: late });
    // What outlives its scope has no transaction of that one's any more.
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

/** `trusted`: whether nobody else wrote meanwhile, so that what the writes returned is how the rows are. */
async function closeScope(parts: CaptureParts, scope: WriteScope, trusted: boolean): Promise<void> {
  if (scope.writes.length === 0 && scope.customEvents.length === 0) return;
  await parts.strapi.db.transaction(async (transaction: Transaction) => {
    const unit = parts.unitOf(transaction);
    await unit.inTurn(async () => {
      const closing = { parts, scope, unit, transaction, trusted: trusted && hasOneWriter(scope) };
      const events = await eventsOf(closing);
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
  transaction: Transaction;
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

/** All events of the scope that a webhook subscribes to, in their order. */
async function eventsOf(closing: Closing): Promise<ScopeEvent[]> {
  const { scope } = closing;
  const types = new Map<string, RowWrite[]>();
  for (const write of scope.writes) {
    types.set(write.type.uid, [...(types.get(write.type.uid) ?? []), write]);
  }
  const events: ScopeEvent[] = [...scope.customEvents];
  for (const [uid, writes] of types) {
    const type = (writes[0] as RowWrite).type;
    for (const change of await changesOf(closing, type, writes)) {
      const webhooks = scope.subscriptions.wanting(uid, change.event);
      if (webhooks.length > 0) events.push({ ...change, type, webhooks });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

async function changesOf(
  closing: Closing,
  type: WatchedType,
  writes: RowWrite[],
): Promise<NetChange[]> {
  const now = await rowsNow(closing, type, writes);
  const unchanged = await unchangedCopies(closing.parts.strapi, { type, writes, now });
  const resolved = writes.flatMap((write): Resolved[] => {
    const identity = now.get(write.id) ?? write.identity;
    return identity && !unchanged.has(write.id) ? [{ ...write, identity }] : [];
  });
  return netEffect(resolved, now);
}

/** The rows that are left of those that were written. */
async function rowsNow(
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

/** Later scopes of the transaction know which versions were not there before it. */
function rememberBefore({ scope, unit }: Closing): void {
  unit.before.add(scope.before);
  for (const { kind, type, identity, action } of scope.writes) {
    if (kind !== 'create' || !identity) continue;
    // Publishing and discarding make versions anew that may have been there.
    const unknown = action !== null && replaces(action.action);
    if (scope.before.was(type.uid, identity) ?? unknown) continue;
    unit.before.keep(type.uid, identity, { webhooks: null, source: null });
  }
}

async function capture(closing: Closing, events: ScopeEvent[]): Promise<CapturedEvent[]> {
  const { parts, scope } = closing;
  const sources = await sourcesOf(closing, events.filter(isChange));
  return events.flatMap((one): CapturedEvent[] => {
    if (!isChange(one)) {
      const { event, data } = one;
      const view = viewOfData(data);
      const newDocument = event.documentId === null;
      const webhooks = scope.subscriptions.wanting(event.uid, event.event);
      return webhooks.map((webhook) => ({ webhook, event, view, newDocument }));
    }
    const after = sources.get(one);
    if (!after) return [];
    const { type, webhooks, newDocument } = one;
    const event = contextOf(parts, one);
    return webhooks.map((webhook) => {
      const before = takesAway(one) ? after : beforeOf(closing, one, webhook);
      const view = parts.entries.viewOf(webhook, { model: type.model, after, before });
      return { webhook, event, view, newDocument };
    });
  });
}

function isChange(event: ScopeEvent): event is Change {
  return 'type' in event;
}

function takesAway({ event }: NetChange): boolean {
  return event === 'entry.delete' || event === 'entry.unpublish';
}

function beforeOf(
  { scope, unit }: Closing,
  { type: { uid }, row }: Change,
  webhook: CompiledWebhook,
): SourceRow | null {
  const inTransaction = unit.before.of(uid, row, webhook);
  return (inTransaction === undefined ? scope.before.of(uid, row, webhook) : inTransaction) ?? null;
}

/** What is read of each row, once for all webhooks that subscribe to the event. */
async function sourcesOf(closing: Closing, changes: Change[]): Promise<Map<Change, SourceRow>> {
  const { parts, scope, trusted, transaction } = closing;
  const { entries } = parts;
  const sources = new Map<Change, SourceRow>();
  const toRead = new Map<readonly CompiledWebhook[], Change[]>();
  for (const change of changes) {
    const { type, row, webhooks } = change;
    if (takesAway(change)) {
      const source = scope.before.last(type.uid, row.id);
      if (source) sources.set(change, source);
      continue;
    }
    const reading = entries.readPlansOf(type, webhooks).after;
    const entry = trusted ? entryOf(scope, change) : null;
    const written = scope.cache;
    const source =
      entry && (await entries.fromEntry(transaction.trx, { type, reading }, { entry, written }));
    if (source) sources.set(change, source);
    else toRead.set(webhooks, [...(toRead.get(webhooks) ?? []), change]);
  }
  for (const [webhooks, some] of toRead) {
    const { type } = some[0] as Change;
    const reading = entries.readPlansOf(type, webhooks).after;
    // Strapi orders the keys of a row by what it has read first for all of them. The built-in webhooks
    // read each row of an action alone, and a whole document is to have the same bytes.
    const alone = reading.whole && scope.writes.every(({ action }) => action);
    for (const group of alone ? some.map((change) => [change]) : [some]) {
      const rows = await readSources(parts, { type, reading, rows: group.map(({ row }) => row) });
      for (const change of group) {
        const source = rows.get(change.row.id);
        if (source) sources.set(change, source);
      }
    }
  }
  return sources;
}

function entryOf({ writes }: WriteScope, { type, row }: Change) {
  return (
    writes.findLast(({ id, type: { uid } }) => id === row.id && uid === type.uid)?.entry ?? null
  );
}

function contextOf({ strapi, now }: CaptureParts, { event, type, row }: Change): EventContext {
  const { documentId, locale, status } = row;
  const uid: UID.ContentType = type.uid;
  const actor = actorOf(strapi);
  return { event, uid, documentId, locale, status, timestamp: now(), sequence: null, actor };
}
