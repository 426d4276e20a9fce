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

/** A webhook and the evaluator for its expressions. */
export interface DryRunWebhook {
  webhook: CompiledWebhook;
  evaluate: Evaluate;
}

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

/** The result of a dry run. */
export interface DryRun {
  mismatch: Mismatch | null;
  /** Evaluates the condition. Rejects if it fails. */
  condition(): Promise<unknown>;
  /** The values of the mapped fields. */
  fields(): PreviewedField[];
  /** The request of the first attempt. Rejects if it cannot be rendered. */
  request(): Promise<HttpRequest>;
}

/**
 * Runs capture and rendering for an assumed event without sending. Returns null if the row no
 * longer exists.
 */
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
  return buildDryRun({ webhook, evaluate }, event, view);
}

/** Like `dryRunEvent`, for a custom event. */
export async function dryRunCustomEvent(
  strapi: Core.Strapi,
  { webhook, evaluate }: DryRunWebhook,
  { data, ...given }: CustomEventInput,
): Promise<DryRun> {
  const event = await contextOf(strapi, webhook, { ...given, status: null });
  return buildDryRun({ webhook, evaluate }, event, customEventView(data));
}

async function buildDryRun(
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

/**
 * The change is unknown, so watched fields count as changed and the condition as false before the
 * write.
 */
async function mismatchIn(
  { webhook, evaluate }: DryRunWebhook,
  event: EventContext,
  view: WebhookView,
): Promise<Mismatch | null> {
  const withoutWatchedFields = { ...webhook, watchedFields: [] };
  const unwatched = rejectByFields(withoutWatchedFields, event, view);
  if (unwatched) return unwatched;
  const firstFalse = firstFalseBy(evaluate, () => contextIn(event, view));
  return decideCondition(webhook, false, firstFalse).catch(failedCondition);
}

function contextIn(event: EventContext, { doc, previous, changed }: WebhookView): string {
  return JSON.stringify(expressionContext({ event, doc, previous, changed }));
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

/** The document version of an event; a delete has the version given by `published`. */
export function documentStatusOf(
  draftAndPublish: boolean,
  event: string,
  published: boolean,
): EventContext['status'] {
  if (!draftAndPublish) return null;
  if (event === 'entry.delete') return published ? 'published' : 'draft';
  return event === 'entry.publish' || event === 'entry.unpublish' ? 'published' : 'draft';
}
