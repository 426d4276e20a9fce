import { drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

type Rows = { fieldname: string; key?: string }[];

async function bodyOf(mapping: Rows): Promise<string> {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, events: ['entry.create'], mapping });
  const name = `QTN-${String(Math.random())}`;
  await app.documents(QUOTATION).create({ data: { name, customer: 'Acme', total: 12.5 } });
  await drain(app);
  return (receiver.requests[0]?.text ?? '').replace(name, 'QTN');
}

test('a key defaults to the fieldname, and a dotted one nests', async () => {
  const body = await bodyOf([
    { fieldname: 'name' },
    { fieldname: 'customer', key: 'deal.customer.name' },
    { fieldname: 'total', key: 'deal.total' },
  ]);

  expect(body).toBe('{"name":"QTN","deal":{"customer":{"name":"Acme"},"total":12.5}}');
});

test('an escaped dot stays in the key', async () => {
  const body = await bodyOf([
    { fieldname: 'name', key: 'a\\.b' },
    { fieldname: 'customer', key: 'a.b' },
  ]);

  expect(body).toBe('{"a.b":"QTN","a":{"b":"Acme"}}');
});

test('keys keep the order of the rows, those that look like numbers too', async () => {
  const body = await bodyOf([
    { fieldname: 'name', key: 'z' },
    { fieldname: 'customer', key: '10' },
    { fieldname: 'total', key: '2' },
  ]);

  expect(body).toBe('{"z":"QTN","10":"Acme","2":12.5}');
});

test('__proto__ and constructor are keys like any other', async () => {
  const body = await bodyOf([
    { fieldname: 'name', key: '__proto__' },
    { fieldname: 'customer', key: 'constructor.prototype' },
  ]);

  expect(body).toBe('{"__proto__":"QTN","constructor":{"prototype":"Acme"}}');
});

test('a missing value is null', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create'],
    mapping: [
      { fieldname: 'customer' },
      { fieldname: 'items' },
      { fieldname: 'items.sku', key: 'skus' },
    ],
  });

  await app.documents(QUOTATION).create({ data: { name: 'QTN-empty' } });
  await drain(app);

  expect(receiver.requests[0]?.text).toBe('{"customer":null,"items":[],"skus":[]}');
});

test('$-names reach the context of the event', async () => {
  const { app, receiver } = scene;
  const mapping = ['$event', '$uid', '$model', '$locale', '$status', '$timestamp'].map((it) => ({
    fieldname: it,
  }));
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE, QUOTATION],
    events: ['entry.create'],
    mapping,
  });

  const before = Date.now();
  await app.documents(ARTICLE).create({ data: { title: 'Hello' }, locale: 'en' });
  await app.documents(QUOTATION).create({ data: { name: 'QTN-context' } });
  await drain(app);

  const bodies = receiver.requests.map(({ json }) => json as Record<string, string | null>);
  const [article, quotation] = bodies.sort((a, b) =>
    String(a['$uid']).localeCompare(String(b['$uid'])),
  );
  expect(article).toEqual({
    $event: 'entry.create',
    $uid: ARTICLE,
    $model: 'article',
    $locale: 'en',
    $status: 'draft',
    $timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
  });
  expect(quotation).toMatchObject({ $model: 'quotation', $locale: null, $status: null });
  const timestamp = Date.parse(String(article?.['$timestamp']));
  expect(timestamp).toBeGreaterThanOrEqual(before);
  expect(timestamp).toBeLessThanOrEqual(Date.now());
});
