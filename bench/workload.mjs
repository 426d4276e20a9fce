/** What is written and what is sent, the same for everyone. */

export const QUOTATION = 'api::quotation.quotation';

const OTHER_TYPE = 'api::author.author';

/** The instance's `relay.concurrency` is 64 by default: more to one webhook has no effect. */
export const CONCURRENCIES = [16, 64];

const row = (number) => ({
  item_code: `I${number}`,
  sku: `SKU-${number}`,
  item_name: `Item ${number}`,
  description: 'A shelf of "solid" oak,\noiled — 80 × 25',
  brand: null,
  qty: 2.5 * number,
  stock_uom: 'Unit',
  rate: 19.99,
  amount: 49.98 * number,
  discount_percentage: 5,
  customer_item_code: null,
  delivery_date: '2017-09-30',
  modified: '2017-09-14T17:09:51.239Z',
});

/** A quotation with three rows of a repeatable component. */
export function quotation(number) {
  const name = `QTN-${String(number).padStart(7, '0')}`;
  return { name, customer: 'Acme Corporation', total: 299.88, items: [row(1), row(2), row(3)] };
}

/** With one row: some 500 bytes, as captured and as sent. */
export function smallQuotation(number) {
  return { ...quotation(number), items: [row(1)] };
}

/** What the mapping below makes of a quotation. */
export function mappedBody(number) {
  const { name, items } = quotation(number);
  return { id: name, lineItems: items.map((item, index) => ({ id: 3 * number + index, ...item })) };
}

/** A webhook of ours: `fields` over a component. */
export function documentWebhook({ name = 'bench', url, concurrency = 16 }) {
  return {
    name,
    url,
    concurrency,
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    mapping: [
      { fieldname: 'name', key: 'id' },
      { fieldname: 'items', key: 'lineItems' },
    ],
  };
}

/** The preview of a draft that is as slow as a draft may be: 200 parts in 4 headers. */
export function hostilePreview({ documentId }) {
  const slow = '{{$map([1..9999],function($x){$x})}}';
  const value = slow.repeat(50);
  const headers = ['a', 'b', 'c', 'd'].map((key) => ({ key: `x-${key}`, value, secret: false }));
  const mapping = [{ fieldname: 'name', key: 'id' }];
  const webhook = { ...documentWebhook({ url: 'https://example.com/' }), mapping, headers };
  return { webhook, uid: QUOTATION, documentId, event: 'entry.create' };
}

/** A webhook of ours to a type that the workload never writes. */
export function otherWebhook({ url, name }) {
  const mapping = [{ fieldname: 'name', key: 'id' }];
  return { ...documentWebhook({ url, name }), contentTypes: [OTHER_TYPE], mapping };
}

/** One of Strapi's own. */
export function builtInWebhook({ url }) {
  return { name: 'bench', url, events: ['entry.create'], headers: {}, isEnabled: true };
}
