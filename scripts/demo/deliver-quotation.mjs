import { once } from 'node:events';

const DEADLINE_MS = 30_000;
const QUOTATION = 'api::quotation.quotation';
const WEBHOOK = 'plugin::document-webhooks.webhook';

/**
 * Makes the webhook, updates QTN-00001, and waits for what arrives.
 *
 * @returns the request as received, and the quotation with all its rows as it is now
 */
export async function deliverQuotation({ strapi, receiver, arrivals }) {
  await createWebhook({ strapi, receiver });
  const quotations = strapi.documents(QUOTATION);
  const { documentId } = await quotations.findFirst({ filters: { name: 'QTN-00001' } });

  const arrival = nextRequest(arrivals);
  await quotations.update({ documentId, data: { customer: 'Acme Corporation Ltd' } });
  const received = await arrival;

  const quotation = await quotations.findOne({
    documentId,
    populate: { items: { populate: '*' } },
  });
  return { received, quotation };
}

function createWebhook({ strapi, receiver }) {
  return strapi.documents(WEBHOOK).create({
    data: {
      name: 'Quotation to httpbin',
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      method: 'POST',
      url: `${receiver.url}/post`,
      payload: 'fields',
      mapping: [
        { fieldname: 'name', key: 'id' },
        { fieldname: 'items', key: 'lineItems' },
      ],
    },
  });
}

async function nextRequest(arrivals) {
  try {
    const [request] = await once(arrivals, 'request', { signal: AbortSignal.timeout(DEADLINE_MS) });
    return request;
  } catch {
    throw new Error(`nothing arrived within ${DEADLINE_MS / 1000} s`);
  }
}
