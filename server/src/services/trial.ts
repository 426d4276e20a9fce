import type { Core, UID } from '@strapi/strapi';

import { actorOf } from '../capture/actor-of';
import type { ChangeView } from '../capture/change-view';
import { viewOfData, type CustomEventGiven } from '../capture/custom-event';
import { recordOf } from '../capture/ledger-entry';
import { mismatchOf, type Mismatch } from '../capture/match';
import type { PreviewedField } from '../contracts/preview';
import { mappedValue } from '../mapping/compile';
import { expressionContext, type EventContext } from '../mapping/event-context';
import { laneKey, readLanes, type Lane } from '../outbox/lane';
import { render } from '../relay/render';
import { renderInputOf } from '../relay/render-input';
import { requestOf, type HttpRequest } from '../relay/request';
import { watchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { pipelineOf } from './pipeline';

/** A row of a document, and the event that is supposed to have happened to it. */
export interface Supposed {
  uid: UID.ContentType;
  /** Numeric id of the row. */
  rowId: number;
  documentId: string;
  locale: string | null;
  event: string;
  /** Whether the row is the published one. */
  published: boolean;
}

/** What a webhook would make of it. */
export interface Trial {
  mismatch: Mismatch | null;
  /** Throws what the condition throws. */
  condition(): Promise<unknown>;
  /** What the rows of its mapping come to. */
  fields(): PreviewedField[];
  /** The request of the first attempt; rejects where it cannot be rendered. */
  request(): Promise<HttpRequest>;
}

/** Puts an event to a webhook as capture and relay would, and sends nothing. Null where the row is gone. */
export async function tryOut(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  supposed: Supposed,
): Promise<Trial | null> {
  const view = await viewOf(strapi, webhook, supposed);
  if (!view) return null;
  const { draftAndPublish } = watchedType(strapi, supposed.uid);
  const status = statusOf(draftAndPublish, supposed.event, supposed.published);
  return trialOf(webhook, await contextOf(strapi, webhook, { ...supposed, status }), view);
}

/** The same with an event of the app's own, as it would be emitted. */
export async function tryOutCustom(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { data, ...given }: CustomEventGiven,
): Promise<Trial> {
  const event = await contextOf(strapi, webhook, { ...given, status: null });
  return trialOf(webhook, event, viewOfData(data));
}

async function trialOf(
  webhook: WebhookInForce,
  event: EventContext,
  view: ChangeView,
): Promise<Trial> {
  const { doc, previous, changed } = view;
  const { condition } = webhook.filter;
  const record = recordOf({ webhook, event }, view, 0);
  return {
    mismatch: await mismatchOf(asIfItTurned(webhook), event, view),
    async condition() {
      return condition?.evaluate(expressionContext({ event, doc, previous, changed }));
    },
    fields() {
      if (webhook.payload !== 'fields') return [];
      const input = renderInputOf(webhook, record);
      return webhook.mapping.map((row) => ({
        fieldname: row.fieldname,
        value: mappedValue(row, input),
      }));
    },
    async request() {
      const body = await render(webhook, record);
      return requestOf(webhook, record, { body, now: Date.now() });
    },
  };
}

/** Nothing is known of a change: its watched fields changed, and the condition was not true before. */
function asIfItTurned(webhook: WebhookInForce): WebhookInForce {
  return { ...webhook, watchedFields: [], conditionMode: 'matches' };
}

/** The document before the write is taken to be as it is now, but for a new one. */
async function viewOf(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { uid, rowId, event }: Supposed,
): Promise<ChangeView | null> {
  const type = watchedType(strapi, uid);
  const { entries } = pipelineOf(strapi);
  const { last } = entries.readingsOf(type, [webhook]);
  const after = (await entries.read(type, last, { id: rowId })).get(rowId);
  if (!after) return null;
  const before = event === 'entry.create' ? null : after;
  return entries.viewOf(webhook, { model: type.model, after, before });
}

async function contextOf(
  strapi: Core.Strapi,
  { documentId: webhookId }: WebhookInForce,
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

/** Of what is about no document nothing is counted. */
async function nextSequence(
  { db }: Core.Strapi,
  { webhookId, documentId }: Pick<Lane, 'webhookId'> & { documentId: string | null },
): Promise<number | null> {
  if (documentId === null) return null;
  const lane = { webhookId, documentId };
  const { last = 0 } = (await readLanes(db.connection, [lane])).get(laneKey(lane)) ?? {};
  return last + 1;
}

/** Of which version of a document an event tells: a delete of the published one, where it is `published`. */
export function statusOf(
  draftAndPublish: boolean,
  event: string,
  published: boolean,
): EventContext['status'] {
  if (!draftAndPublish) return null;
  if (event === 'entry.delete') return published ? 'published' : 'draft';
  return event === 'entry.publish' || event === 'entry.unpublish' ? 'published' : 'draft';
}
