import type { UID } from '@strapi/strapi';

import type { EventContext } from '../../mapping/event-context';
import type { WatchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { actorOf } from '../document-service/actor';
import type { CaptureParts } from '../capture-parts';
import { customEventView } from '../filter/webhook-projection';
import type { NetChange } from './net-effect';
import type { CapturedEvent } from './pending-delivery';
import { readSources } from '../document-service/read-before';
import type { SourceRow } from '../snapshot/snapshot';
import type { UnitOfWork } from './unit-of-work';
import type { EmittedEvent, WriteScope } from './write-scope';

/** A scope that is ending. */
export interface Closing {
  parts: CaptureParts;
  scope: WriteScope;
  unit: UnitOfWork;
  /** Whether the rows are still as the writes returned them. */
  trusted: boolean;
}

/** A change of a document, and the webhooks that subscribe to it. */
export interface Change extends NetChange {
  type: WatchedType;
  webhooks: readonly CompiledWebhook[];
}

export type ScopeEvent = Change | EmittedEvent;

/** Reads the documents of events, and gives each webhook its own view of them. */
export async function capture(closing: Closing, events: ScopeEvent[]): Promise<CapturedEvent[]> {
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
