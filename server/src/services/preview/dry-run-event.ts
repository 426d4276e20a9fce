import type { Core } from '@strapi/strapi';

import type { WebhookView } from '../../capture/filter/webhook-projection';
import type { CustomEventInput } from '../../capture/custom-event';
import { rejectByFields } from '../../capture/filter/filter';
import type { PreviewedField } from '../../contracts/preview';
import type { Evaluate } from '../../expressions/evaluation/evaluator';
import { toTask } from '../../expressions/templates/interpolate';
import { mappedValue } from '../../mapping/compile';
import { expressionContext, type EventContext } from '../../mapping/event-context';
import { renderInput } from '../../relay/attempt/render-input';
import { renderRequest } from '../../relay/attempt/render-request';
import { buildRequest, type HttpRequest } from '../../relay/attempt/build-request';
import {
  decideCondition,
  failedCondition,
  firstFalseBy,
  type Mismatch,
} from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import {
  assumeCustomEvent,
  assumeEvent,
  type AssumedDelivery,
  type HypotheticalEvent,
} from './assumed-delivery';

/** A webhook and the evaluator for its expressions. */
export interface DryRunWebhook {
  webhook: CompiledWebhook;
  evaluate: Evaluate;
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
  tried: DryRunWebhook,
  supposed: HypotheticalEvent,
): Promise<DryRun | null> {
  const assumed = await assumeEvent(strapi, tried.webhook, supposed);
  return assumed && buildDryRun(tried, assumed);
}

/** Like `dryRunEvent`, for a custom event. */
export async function dryRunCustomEvent(
  strapi: Core.Strapi,
  tried: DryRunWebhook,
  given: CustomEventInput,
): Promise<DryRun> {
  return buildDryRun(tried, await assumeCustomEvent(strapi, tried.webhook, given));
}

async function buildDryRun(
  tried: DryRunWebhook,
  { event, view, record }: AssumedDelivery,
): Promise<DryRun> {
  const { webhook, evaluate } = tried;
  const { condition } = webhook.filter;
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
