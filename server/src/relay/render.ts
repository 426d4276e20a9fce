import { formBody } from '../expressions/form';
import type { Expression } from '../expressions/expression';
import { templateBody } from '../expressions/template';
import { expressionContext, modelNameOf, timestampOf } from '../mapping/event-context';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { withinLimits } from './payload-limits';
import { renderInputOf, snapshotOf } from './render-input';

const NO_BODY: FrozenBody = { format: 'none', text: null };

/** Renders what goes out for a delivery, from its snapshot and the webhook's present rule. */
export async function render(webhook: WebhookInForce, record: DeliveryRecord): Promise<FrozenBody> {
  const { body } = webhook.templates;
  if (!body) return renderPlain(webhook, record);
  return withinLimits(webhook, await templateOf(webhook, record, body));
}

/** Whether it takes evaluating: then it does not belong into a transaction. */
export function takesEvaluating({ templates }: WebhookInForce): boolean {
  return templates.body !== null;
}

/** Of a webhook whose body takes no evaluating; `doc` is the document as it was read, where it was just now. */
export function renderPlain(
  webhook: WebhookInForce,
  record: DeliveryRecord,
  doc?: object,
): FrozenBody {
  return withinLimits(webhook, plainOf(webhook, record, doc));
}

function plainOf(webhook: WebhookInForce, record: DeliveryRecord, doc?: object): FrozenBody {
  switch (webhook.payload) {
    case 'none':
    case 'template':
      return NO_BODY;
    case 'document':
      return documentOf(webhook, record);
    case 'fields':
      return webhook.mapping.length === 0 ? NO_BODY : fieldsOf(webhook, record, doc);
  }
}

function fieldsOf(webhook: WebhookInForce, record: DeliveryRecord, doc?: object): FrozenBody {
  const format = webhook.method === 'GET' ? 'query' : webhook.format;
  // JSON makes the same of a document and of its snapshot; other formats tell undefined from null.
  const read = format === 'json' ? doc : undefined;
  return { format, text: webhook.renderFields(renderInputOf(webhook, record, read)) };
}

function documentOf({ format, formArrays }: WebhookInForce, record: DeliveryRecord): FrozenBody {
  const text = documentBody(record);
  return format === 'form'
    ? { format, text: formBody(JSON.parse(text), formArrays) }
    : { format, text };
}

/** The shape of Strapi's built-in webhooks; the snapshot is its `entry`, as text already. */
function documentBody({ event, ...captured }: DeliveryRecord): string {
  const snapshot = snapshotOf(captured);
  const { event: name, uid } = event;
  const head = { event: name, createdAt: timestampOf(event), model: modelNameOf(uid), uid };
  return `${JSON.stringify(head).slice(0, -1)},"entry":${snapshot}}`;
}

async function templateOf(
  webhook: WebhookInForce,
  record: DeliveryRecord,
  body: Expression,
): Promise<FrozenBody> {
  const result = await body.evaluate(expressionContext(renderInputOf(webhook, record)));
  if (webhook.format === 'form') {
    return { format: 'form', text: formBody(result, webhook.formArrays) };
  }
  return { format: typeof result === 'string' ? 'text' : 'json', text: templateBody(result) };
}
