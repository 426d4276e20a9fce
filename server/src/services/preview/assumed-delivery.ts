import type { Core, UID } from '@strapi/strapi';

import type { CustomEventInput } from '../../capture/custom-event';
import { actorOf } from '../../capture/document-service/actor';
import { customEventView, type WebhookView } from '../../capture/filter/webhook-projection';
import { pendingDelivery } from '../../capture/write-scope/pending-delivery';
import { MANUAL_EVENT } from '../../contracts/events';
import type { EventContext } from '../../mapping/event-context';
import type { DeliveryRecord } from '../../outbox/delivery';
import { orderingKeyText, readGroupStates, type OrderingKey } from '../../outbox/ordering-key';
import { watchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';

/** A row of a document and the event assumed for it. */
export interface HypotheticalEvent {
  uid: UID.ContentType;
  /** Numeric id of the row. */
  rowId: number;
  documentId: string;
  locale: string | null;
  event: string;
  /** True for the published row. */
  published: boolean;
}

/** The delivery that capture would pass to the relay for an assumed event. Nothing is stored. */
export interface AssumedDelivery {
  event: EventContext;
  view: WebhookView;
  record: DeliveryRecord;
}

/** Captures an assumed event for one webhook. Returns null if the row no longer exists. */
export async function assumeEvent(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  supposed: HypotheticalEvent,
): Promise<AssumedDelivery | null> {
  const view = await viewOf(strapi, webhook, supposed);
  if (!view) return null;
  const { draftAndPublish } = watchedType(strapi, supposed.uid);
  const status = documentStatusOf(draftAndPublish, supposed.event, supposed.published);
  return assume(webhook, await contextOf(strapi, webhook, { ...supposed, status }), view);
}

/** Like `assumeEvent`, for a custom event. */
export async function assumeCustomEvent(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { data, ...given }: CustomEventInput,
): Promise<AssumedDelivery> {
  const event = await contextOf(strapi, webhook, { ...given, status: null });
  return assume(webhook, event, customEventView(data));
}

function assume(webhook: CompiledWebhook, event: EventContext, view: WebhookView): AssumedDelivery {
  return { event, view, record: pendingDelivery({ webhook, event }, view, 0) };
}

/** Assumes that the document before the write was the same, except for a create. */
async function viewOf(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { uid, rowId, event }: HypotheticalEvent,
): Promise<WebhookView | null> {
  const type = watchedType(strapi, uid);
  const { entries } = containerOf(strapi);
  const { last } = entries.readPlansOf(type, [webhook]);
  const after = (await entries.read(type, last, { id: rowId })).get(rowId);
  if (!after) return null;
  const before = event === 'entry.create' ? null : after;
  return entries.viewOf(webhook, { model: type.model, after, before });
}

async function contextOf(
  strapi: Core.Strapi,
  { documentId: webhookId }: CompiledWebhook,
  {
    uid,
    documentId,
    locale,
    event,
    status,
  }: Pick<EventContext, 'uid' | 'documentId' | 'locale' | 'event' | 'status'>,
): Promise<EventContext> {
  const sequence = await nextSequence(strapi, { webhookId, documentId });
  const actor = actorOf(strapi);
  return { event, uid, documentId, locale, status, timestamp: Date.now(), sequence, actor };
}

/** Null for events without a document. */
async function nextSequence(
  { db }: Core.Strapi,
  { webhookId, documentId }: Pick<OrderingKey, 'webhookId'> & { documentId: string | null },
): Promise<number | null> {
  if (documentId === null) return null;
  const key = { webhookId, documentId };
  const { last = 0 } =
    (await readGroupStates(db.connection, [key])).get(orderingKeyText(key)) ?? {};
  return last + 1;
}

/** The document version of an event; a delete or a manual one has the version given by `published`. */
export function documentStatusOf(
  draftAndPublish: boolean,
  event: string,
  published: boolean,
): EventContext['status'] {
  if (!draftAndPublish) return null;
  if (event === 'entry.delete' || event === MANUAL_EVENT) return published ? 'published' : 'draft';
  return event === 'entry.publish' || event === 'entry.unpublish' ? 'published' : 'draft';
}
