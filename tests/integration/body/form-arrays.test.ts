import { parse } from 'qs';

import { drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, removeWebhooks } from '../../support/webhooks';

const scene = useScene();

const ROWS = 30;
const SKUS = Array.from({ length: ROWS }, (_, index) => `S${String(index)}`);
const items = SKUS.map((sku, index) => ({ sku, qty: index }));

/** What arrives of a quotation with 30 items, with its brackets not encoded. */
async function sent(webhook: object): Promise<string> {
  const { app, receiver } = scene;
  await removeWebhooks(app);
  receiver.reset();
  await createWebhook(app, { url: receiver.url, events: ['entry.create'], ...webhook });
  await app.documents(QUOTATION).create({ data: { name: String(Math.random()), items } });
  await drain(app);
  const [request] = receiver.requests;
  const text = request?.method === 'GET' ? request.target.slice(2) : request?.body.toString();
  return (text ?? '').replaceAll('%5B', '[').replaceAll('%5D', ']');
}

const mapping = [{ fieldname: 'items.sku', key: 'skus' }];

test.each<[string, object]>([
  ['mapped fields', { format: 'form', mapping }],
  ['a template', { format: 'form', payload: 'template', template: '{ "skus": doc.items.sku }' }],
  ['the query of a GET', { method: 'GET', mapping }],
])('%s: a list of 30 in each style', async (_what, webhook) => {
  const lists: string[] = [];
  for (const formArrays of ['indices', 'brackets', 'repeat', null]) {
    lists.push(await sent({ ...webhook, formArrays }));
  }
  const [indices, brackets, repeat, byDefault] = lists;

  expect(indices).toBe(SKUS.map((sku, index) => `skus[${String(index)}]=${sku}`).join('&'));
  expect(brackets).toBe(SKUS.map((sku) => `skus[]=${sku}`).join('&'));
  expect(repeat).toBe(SKUS.map((sku) => `skus=${sku}`).join('&'));
  expect(byDefault).toBe(indices);
});

test.each(['indices', 'brackets', 'repeat'])(
  'qs reads 30 of them in the style %s as a list where its arrayLimit allows for it',
  async (formArrays) => {
    const text = await sent({ format: 'form', formArrays, mapping });

    expect(parse(text, { arrayLimit: 100 })).toEqual({ skus: SKUS });
  },
);

test('rows with several fields stay together with indices, and go one after the other with brackets', async () => {
  const rows = { format: 'form', payload: 'document' };
  const indices = await sent(rows);
  const brackets = await sent({ ...rows, formArrays: 'brackets' });

  const { entry } = parse(indices, { arrayLimit: 100, parameterLimit: 10_000 }) as {
    entry?: { items?: { sku: string; qty: string }[] };
  };
  expect(entry?.items?.map(({ sku, qty }) => [sku, Number(qty)])).toEqual(
    items.map(({ sku, qty }) => [sku, qty]),
  );
  // As Rack and Rails read it: a name that comes again begins the next row.
  const names = brackets.split('&').map((it) => it.slice(0, it.indexOf('=')));
  expect(names.filter((name) => name === 'entry[items][][sku]')).toHaveLength(ROWS);
  expect(names.some((name) => /\[\d+\]/.test(name))).toBe(false);
});
