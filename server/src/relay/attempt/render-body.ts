import { formBody } from '../../expressions/templates/form-body';
import { modelNameOf, timestampOf } from '../../mapping/event-context';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { withinLimits } from './render-request';
import { renderInputOf, snapshotOf } from './render-input';

const NO_BODY: FrozenBody = { format: 'none', text: null };

/** Whether it takes evaluating: that is no work for a transaction, nor for this thread. */
export function takesEvaluating(
  { templates }: CompiledWebhook,
  { undecided }: DeliveryRecord,
): boolean {
  return undecided || templates.body !== null;
}

/** Of a webhook whose body takes no evaluating; `doc` is the document as it was read, where it was just now. */
export function renderPlain(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  doc?: object,
): FrozenBody {
  return withinLimits(webhook, plainOf(webhook, record, doc));
}

function plainOf(webhook: CompiledWebhook, record: DeliveryRecord, doc?: object): FrozenBody {
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

function fieldsOf(webhook: CompiledWebhook, record: DeliveryRecord, doc?: object): FrozenBody {
  const format = webhook.method === 'GET' ? 'query' : webhook.format;
  // JSON makes the same of a document and of its snapshot; other formats tell undefined from null.
  const read = format === 'json' ? doc : undefined;
  return { format, text: webhook.renderFields(renderInputOf(webhook, record, read)) };
}

function documentOf({ format, formArrays }: CompiledWebhook, record: DeliveryRecord): FrozenBody {
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
