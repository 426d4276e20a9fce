import { drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import type { Received } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

async function requestTo(
  path: string,
  mapping: { fieldname: string; key: string }[],
): Promise<Received> {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url + path,
    method: 'GET',
    events: ['entry.create'],
    mapping,
  });
  await app.documents(QUOTATION).create({
    data: {
      name: `A & B=ü/${String(Math.random())}`,
      customer: null,
      items: [{ sku: 'S 1', qty: 2 }, { sku: 'S2' }],
    },
  });
  await drain(app);
  expect(receiver.requests).toHaveLength(1);
  return receiver.requests[0] as Received;
}

test('GET has no body: its fields go into the query, encoded', async () => {
  const request = await requestTo('/get', [{ fieldname: 'name', key: 'id' }]);

  expect(request.method).toBe('GET');
  expect(request.path).toBe('/get');
  expect(request.body).toHaveLength(0);
  expect(request.headers['content-type']).toBeUndefined();
  expect(request.target).toMatch(/^\/get\?id=A%20%26%20B%3D%C3%BC%2F/);
  expect(request.query.get('id')).toMatch(/^A & B=ü\/0\./);
});

test("the fields come after the URL's own query", async () => {
  const request = await requestTo('/get?token=a%20b', [{ fieldname: 'name', key: 'id' }]);

  expect(request.target).toMatch(/^\/get\?token=a%20b&id=A%20/);
});

test('nested keys and lists stand in brackets; null is empty, and so is what is missing', async () => {
  const request = await requestTo('/', [
    { fieldname: 'items.sku', key: 'order.skus' },
    { fieldname: 'customer', key: 'customer' },
    // A script writes: its actor has no id.
    { fieldname: '$actor.id', key: 'by' },
  ]);

  expect([...request.query]).toEqual([
    ['order[skus][0]', 'S 1'],
    ['order[skus][1]', 'S2'],
    ['customer', ''],
    ['by', ''],
  ]);
});

test('GET without a mapping is a bare GET', async () => {
  const request = await requestTo('/ping?x=1', []);

  expect(request.target).toBe('/ping?x=1');
  expect(request.body).toHaveLength(0);
});
