import { formBody } from '../../expressions/templates/form-body';
import { modelNameOf, timestampOf } from '../../mapping/event-context';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import { exceedsBytes } from '../../outbox/database/utf8-size';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { renderInput, requireSnapshot } from './render-input';

/** The parts of a request that depend on the document. */
export interface Rendered {
  body: FrozenBody;
  url: string;
  headers: { key: string; value: string }[];
}

const NO_BODY: FrozenBody = { format: 'none', text: null };

/**
 * Whether expressions must be evaluated. They are never evaluated in a transaction or in the main thread.
 */
export function needsEvaluation(
  { templates }: CompiledWebhook,
  { undecided }: DeliveryRecord,
): boolean {
  return undecided || templates.body !== null;
}

/** Renders a body without expressions. `doc` is the document if the caller has just read it. */
export function renderPlain(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  doc?: object,
): FrozenBody {
  return withinLimits(webhook, renderPayload(webhook, record, doc));
}

/** Throws if a body cannot be stored or is too large. */
export function withinLimits(
  { maxPayloadBytes }: Pick<CompiledWebhook, 'maxPayloadBytes'>,
  body: FrozenBody,
): FrozenBody {
  const { format, text } = body;
  if (text === null) return body;
  if (format === 'text' && text.includes('\0')) {
    throw new Error(
      'The body contains a NUL character, which cannot be stored. Remove it in the template',
    );
  }
  const bytes = exceedsBytes(maxPayloadBytes, text);
  if (bytes === null) return body;
  throw new Error(
    `The body has ${String(bytes)} bytes. The limit is ${String(maxPayloadBytes)}: send fewer fields, or raise delivery.maxPayloadBytes`,
  );
}

function renderPayload(webhook: CompiledWebhook, record: DeliveryRecord, doc?: object): FrozenBody {
  switch (webhook.payload) {
    case 'none':
    case 'template':
      return NO_BODY;
    case 'document':
      return renderDocumentBody(webhook, record);
    case 'fields':
      return webhook.mapping.length === 0 ? NO_BODY : renderFieldsBody(webhook, record, doc);
  }
}

function renderFieldsBody(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  doc?: object,
): FrozenBody {
  const format = webhook.method === 'GET' ? 'query' : webhook.format;
  // JSON is the same from a document and from its snapshot. The other formats distinguish undefined from
  // null.
  const read = format === 'json' ? doc : undefined;
  return { format, text: webhook.renderFields(renderInput(webhook, record, read)) };
}

function renderDocumentBody(
  { format, formArrays }: CompiledWebhook,
  record: DeliveryRecord,
): FrozenBody {
  const text = documentBody(record);
  return format === 'form'
    ? { format, text: formBody(JSON.parse(text), formArrays) }
    : { format, text };
}

/** The body of Strapi's built-in webhooks. The snapshot is its `entry`, already as text. */
function documentBody({ event, ...captured }: DeliveryRecord): string {
  const snapshot = requireSnapshot(captured);
  const { event: name, uid } = event;
  const head = { event: name, createdAt: timestampOf(event), model: modelNameOf(uid), uid };
  return `${JSON.stringify(head).slice(0, -1)},"entry":${snapshot}}`;
}
