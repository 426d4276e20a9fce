import type { Core, UID } from '@strapi/strapi';

import { actorOf } from '../../capture/document-service/actor';
import { customEventView, type WebhookView } from '../../capture/filter/webhook-projection';
import type { CustomEventInput } from '../../capture/custom-event';
import { pendingDelivery } from '../../capture/write-scope/pending-delivery';
import { rejectByFields } from '../../capture/filter/filter';
import type { PreviewedField } from '../../contracts/preview';
import type { Evaluate } from '../../expressions/evaluation/evaluator';
import { toTask } from '../../expressions/templates/interpolate';
import { mappedValue } from '../../mapping/compile';
import { expressionContext, type EventContext } from '../../mapping/event-context';
import { orderingKeyText, readGroupStates, type OrderingKey } from '../../outbox/ordering-key';
import { renderInput } from '../../relay/attempt/render-input';
import { renderRequest } from '../../relay/attempt/render-request';
import { buildRequest, type HttpRequest } from '../../relay/attempt/build-request';
import { watchedType } from '../../schema/watched-type';
import {
  decideCondition,
  failedCondition,
  firstFalseBy,
  type Mismatch,
} from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';

/** A webhook, and what evaluates its expressions. */
export interface DryRunWebhook {
  webhook: CompiledWebhook;
  evaluate: Evaluate;
}

/** A row of a document, and the event that is supposed to have happened to it. */
export interface HypotheticalEvent {
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
export interface DryRun {
  mismatch: Mismatch | null;
  /** Throws what the condition throws. */
  condition(): Promise<unknown>;
  /** What the rows of its mapping come to. */
  fields(): PreviewedField[];
  /** The request of the first attempt; rejects where it cannot be rendered. */
  request(): Promise<HttpRequest>;
}

/** Puts an event to a webhook as capture and relay would, and sends nothing. Null where the row is gone. */
export async function dryRunEvent(
  strapi: Core.Strapi,
  { webhook, evaluate }: DryRunWebhook,
  supposed: HypotheticalEvent,
): Promise<DryRun | null> {
  const view = await viewOf(strapi, webhook, supposed);
  if (!view) return null;
  const { draftAndPublish } = watchedType(strapi, supposed.uid);
  const status = documentStatusOf(draftAndPublish, supposed.event, supposed.published);
  const event = await contextOf(strapi, webhook, { ...supposed, status });
  return trialOf({ webhook, evaluate }, event, view);
}

/** The same with an event of the app's own, as it would be emitted. */
export async function dryRunCustomEvent(
  strapi: Core.Strapi,
  { webhook, evaluate }: DryRunWebhook,
  { data, ...given }: CustomEventInput,
): Promise<DryRun> {
  const event = await contextOf(strapi, webhook, { ...given, status: null });
  return trialOf({ webhook, evaluate }, event, customEventView(data));
}

async function trialOf(
  tried: DryRunWebhook,
  event: EventContext,
  view: WebhookView,
): Promise<DryRun> {
  const { webhook, evaluate } = tried;
  const { condition } = webhook.filter;
  const record = pendingDelivery({ webhook, event }, view, 0);
  return {
    mismatch: await mismatchIn(tried, event, view),
    async condition() {
      if (!condition) return undefined;
      const [value] = await evaluate([toTask(condition, 'value')], contextIn(event, view));
      return value;
    },
    fields() {
      if (webhook.payload !== 'fields') return [];
      const input = renderInput(webhook, record);
      return webhook.mapping.map((row) => ({
        fieldname: row.fieldname,
        value: mappedValue(row, input),
      }));
    },
    async request() {
      const rendered = await renderRequest(evaluate, webhook, record);
      return buildRequest(webhook, record, { rendered, now: Date.now() });
    },
  };
}

/** Nothing is known of a change: its watched fields changed, and the condition was not true before. */
async function mismatchIn(
  { webhook, evaluate }: DryRunWebhook,
  event: EventContext,
  view: WebhookView,
): Promise<Mismatch | null> {
  const asIfItTurned = { ...webhook, watchedFields: [] };
  const unwatched = rejectByFields(asIfItTurned, event, view);
  if (unwatched) return unwatched;
  const firstFalse = firstFalseBy(evaluate, () => contextIn(event, view));
  return decideCondition(webhook, false, firstFalse).catch(failedCondition);
}

function contextIn(event: EventContext, { doc, previous, changed }: WebhookView): string {
  return JSON.stringify(expressionContext({ event, doc, previous, changed }));
}

/** The document before the write is taken to be as it is now, but for a new one. */
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

/** Of what is about no document nothing is counted. */
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

/** Of which version of a document an event tells: a delete of the published one, where it is `published`. */
export function documentStatusOf(
  draftAndPublish: boolean,
  event: string,
  published: boolean,
): EventContext['status'] {
  if (!draftAndPublish) return null;
  if (event === 'entry.delete') return published ? 'published' : 'draft';
  return event === 'entry.publish' || event === 'entry.unpublish' ? 'published' : 'draft';
}
