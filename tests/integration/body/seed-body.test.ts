import { drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const FIRST = {
  item_code: 'I1',
  sku: 'SKU-1',
  item_name: 'Oak "shelf"',
  description: 'Two lines\nand an é',
  brand: null,
  qty: 2.5,
  stock_uom: 'Unit',
  rate: 19.99,
  amount: 49.98,
  discount_percentage: 0,
  customer_item_code: null,
  delivery_date: '2017-09-30',
  modified: '2017-09-14T17:09:51.239Z',
};
const SECOND = { ...FIRST, item_code: 'I2', description: null, delivery_date: null, qty: 0.25 };
const DIMENSIONS = { length: 10.5, width: 4, height: 2.25, unit: 'cm' };

const scene = useScene();
let documentId: string;

beforeAll(async () => {
  const quotation = await scene.app.documents(QUOTATION).create({
    data: { name: 'QTN-00001', items: [{ ...FIRST, dimensions: DIMENSIONS }, SECOND] },
  });
  documentId = quotation.documentId;
});

async function updateAndReceive() {
  const { app, receiver } = scene;
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  await drain(app);
  const [request, ...others] = receiver.requests;
  expect(others).toEqual([]);
  if (!request) throw new Error('No request arrived');
  return request;
}

test("sends the seed's body: the name as id, and every column of every row", async () => {
  await createWebhook(scene.app, {
    url: `${scene.receiver.url}/post`,
    mapping: [
      { fieldname: 'name', key: 'id' },
      { fieldname: 'items', key: 'lineItems' },
    ],
  });

  const request = await updateAndReceive();

  expect(request.method).toBe('POST');
  expect(request.target).toBe('/post');
  expect(request.headers['content-type']).toBe('application/json');
  interface Row {
    id: number;
    dimensions: { id: number } | null;
  }
  const [first, second] = (request.json as { lineItems: Row[] }).lineItems;
  expect(request.text).toBe(
    JSON.stringify({
      id: 'QTN-00001',
      lineItems: [
        { id: first?.id, ...FIRST, dimensions: { id: first?.dimensions?.id, ...DIMENSIONS } },
        { id: second?.id, ...SECOND, dimensions: null },
      ],
    }),
  );
});

test('sends neither body nor content-type without mapping rows, and no header of the user', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url, mapping: [], headers: [] });

  const request = await updateAndReceive();

  expect(request.method).toBe('POST');
  expect(request.body).toHaveLength(0);
  const names = Object.keys(request.headers).sort();
  expect(names).toEqual([
    'connection',
    'content-length',
    'host',
    'user-agent',
    'webhook-id',
    'webhook-timestamp',
  ]);
  expect(request.headers['content-length']).toBe('0');
});

test('the payload none sends no body, with any mapping', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url, payload: 'none' });

  const request = await updateAndReceive();

  expect(request.body).toHaveLength(0);
  expect(request.headers['content-type']).toBeUndefined();
});

test("sends the user's headers and its own", async () => {
  await createWebhook(scene.app, {
    url: scene.receiver.url,
    headers: [
      { key: 'X-Api-Key', value: 'abc 123' },
      { key: 'Content-Type', value: 'application/vnd.acme+json' },
    ],
  });

  const { headers } = await updateAndReceive();

  expect(headers['x-api-key']).toBe('abc 123');
  expect(headers['content-type']).toBe('application/vnd.acme+json');
  expect(headers['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
  expect(headers['user-agent']).toMatch(/^strapi-plugin-document-webhooks\/\d+\.\d+\.\d+/);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s carries the body', async (method) => {
  await createWebhook(scene.app, { url: scene.receiver.url, method });

  const request = await updateAndReceive();

  expect(request.method).toBe(method);
  expect(request.text).toBe('{"id":"QTN-00001"}');
});
