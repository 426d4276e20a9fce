import { modelNameOf, timestampOf } from '../mapping/event-context';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

const NO_BODY: FrozenBody = { format: 'none', text: null };

/** Renders what goes out for a delivery, from its snapshot and the webhook's present rule. */
export function render(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody {
  switch (webhook.payload) {
    case 'none':
      return NO_BODY;
    case 'document':
      return { format: 'json', text: documentBody(record) };
    case 'fields':
      return webhook.mapping.length === 0 ? NO_BODY : fieldsBody(webhook, record);
  }
}

function fieldsBody(webhook: WebhookInForce, record: DeliveryRecord): FrozenBody {
  return {
    format: webhook.method === 'GET' ? 'query' : 'json',
    text: webhook.renderFields(record.event, JSON.parse(snapshotOf(record))),
  };
}

function snapshotOf({ snapshot }: DeliveryRecord): string {
  if (snapshot === null) throw new Error('The document as it was captured has been pruned');
  return snapshot;
}

/** The shape of Strapi's built-in webhooks; the snapshot is its `entry`, as text already. */
function documentBody(record: DeliveryRecord): string {
  const { event } = record;
  const { event: name, uid } = event;
  const head = { event: name, createdAt: timestampOf(event), model: modelNameOf(uid), uid };
  return `${JSON.stringify(head).slice(0, -1)},"entry":${snapshotOf(record)}}`;
}
