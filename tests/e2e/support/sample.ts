import type { Page as Listed } from '../../../server/src/contracts/envelope';
import type { Delivery, DeliveryStatus } from '../../../server/src/contracts/deliveries';
import type { WebhookInput, Written } from '../../../server/src/contracts/webhooks';
import { eventually } from '../../support/eventually';
import type { Receiver } from '../../support/receiver';
import type { AdminHttp } from './admin-http';

const QUOTATION = 'api::quotation.quotation';

/** Without a space in its second half: no line can break there. */
export const LONG_NAME = `Quotations to the shop of a customer ${'whoseNameNeverEnds'.repeat(6)}`;
export const NAMES = {
  delivered: LONG_NAME,
  failing: 'Failing',
  paused: 'Paused',
  gone: 'Disabled by its receiver',
  broken: 'With a condition that fails',
} as const;

export type SampleName = keyof typeof NAMES;

export interface Sample {
  /** Document ids by name. */
  webhooks: Record<SampleName, string>;
  /** A delivery's id of each. */
  deliveries: Record<'delivered' | 'failed' | 'pending' | 'skipped', string>;
}

/** A webhook of Strapi's own, with a name that does not fit on a line and an event that has no place here. */
export const BUILT_IN_NAME = `Built-in ${'aNameThatNeverEnds'.repeat(6)}`;

/**
 * A webhook in each state that lists show, all of one save, the deliveries that came of it, and one built-in
 * webhook.
 */
export async function makeSample(admin: AdminHttp, receiver: Receiver): Promise<Sample> {
  receiver.replyAt('/failing', { status: 503, body: 'Come back later' });
  receiver.replyAt('/gone', 410);
  receiver.replyWith({
    headers: { 'content-type': 'application/json', 'x-request': 'a'.repeat(120) },
    body: JSON.stringify({ taken: true, note: 'b'.repeat(300) }),
  });
  const webhooks = {} as Sample['webhooks'];
  for (const [name, input] of Object.entries(inputs(receiver.url))) {
    const { data } = await admin.call<Written>('POST', '/document-webhooks/webhooks', {
      name: NAMES[name as SampleName],
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      mapping: [
        { fieldname: 'name', key: 'id' },
        { fieldname: 'items', key: 'lineItems' },
      ],
      retryDelays: [],
      ...input,
    });
    webhooks[name as SampleName] = data.documentId;
  }
  await admin.call('POST', '/admin/webhooks', {
    name: BUILT_IN_NAME,
    url: 'https://shop.example.com/built-in',
    headers: { 'X-Shop': 'main' },
    events: ['entry.create', 'media.create'],
  });
  await saveAQuotation(admin);
  const deliveries = await eventually(async () => ({
    delivered: await deliveryOf(admin, 'delivered'),
    failed: await deliveryOf(admin, 'failed'),
    pending: await deliveryOf(admin, 'pending'),
    skipped: await deliveryOf(admin, 'skipped'),
  }));
  return { webhooks, deliveries };
}

function inputs(receiver: string): Record<SampleName, WebhookInput> {
  return {
    delivered: {
      description: `For the shop, ${'which needs them at once, '.repeat(8)}`,
      url: `${receiver}/shop/${'a-part-of-a-path/'.repeat(12)}?token=${'c'.repeat(80)}`,
      headers: [
        { key: 'X-Shop', value: 'main' },
        { key: 'Authorization', value: 'Bearer a-secret-of-the-shop', secret: true },
      ],
      condition: `doc.total > 0 and ${Array(6).fill('doc.customer != "nobody"').join(' and ')}`,
      watchedFields: ['customer'],
      signing: 'hmac',
    },
    failing: { url: `${receiver}/failing` },
    paused: { url: `${receiver}/paused`, state: 'paused' },
    gone: { url: `${receiver}/gone` },
    broken: {
      url: `${receiver}/broken`,
      condition: '$number(doc.customer) > 1',
      recordSkipped: true,
    },
  };
}

async function saveAQuotation(admin: AdminHttp): Promise<void> {
  const path = `/content-manager/collection-types/${QUOTATION}`;
  const { results } = await admin.call<{ results: { documentId: string }[] }>('GET', path);
  const [first] = results;
  if (!first) throw new Error('The seed has no quotation');
  await admin.call('PUT', `${path}/${first.documentId}`, { customer: 'Initech of Springfield' });
}

async function deliveryOf(admin: AdminHttp, status: DeliveryStatus): Promise<string> {
  const path = `/document-webhooks/deliveries?status=${status}`;
  const { data } = await admin.call<Listed<Delivery>>('GET', path);
  const [first] = data;
  if (!first) throw new Error(`No delivery is ${status}`);
  return first.id;
}
