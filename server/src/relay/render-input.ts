import type { RenderInput } from '../mapping/event-context';
import type { DeliveryRecord } from '../outbox/delivery';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

interface Beside {
  doc?: unknown;
  previous?: unknown;
  changed?: string[];
}

/** What a delivery is rendered from: its snapshot, and what was captured beside it. */
export function renderInputOf(
  { payload }: Pick<WebhookInForce, 'payload'>,
  { event, snapshot, context }: DeliveryRecord,
): RenderInput {
  if (snapshot === null) throw new Error('The document as it was captured has been pruned');
  const beside = context === null ? {} : (JSON.parse(context) as Beside);
  const { doc, previous = null, changed = null } = beside;
  const named = payload === 'document' ? doc : undefined;
  return { event, doc: named ?? (JSON.parse(snapshot) as unknown), previous, changed };
}
