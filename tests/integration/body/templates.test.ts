import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { ARTICLE, AUTHOR, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

process.env['DOCUMENT_WEBHOOKS_TEST_TOKEN'] = 't0k3n';

const scene = useScene({ config: { expressions: { env: ['DOCUMENT_WEBHOOKS_TEST_TOKEN'] } } });

function listen(input: WebhookInput & { path?: string }): Promise<Entry> {
  const { path = '', ...rest } = input;
  return createWebhook(scene.app, {
    url: `${scene.receiver.url}${path}`,
    events: ['entry.create', 'entry.update'],
    mapping: [],
    ...rest,
  });
}

async function create(data: object): Promise<Entry> {
  const entry = await scene.app.documents(QUOTATION).create({ data: { ...data } });
  await drain(scene.app);
  return entry;
}

const ITEMS = [
  { sku: 'A', qty: 2, rate: 10 },
  { sku: 'B', qty: 1, rate: 5 },
];

test('the body is what the template makes', async () => {
  await listen({
    payload: 'template',
    template:
      '{ "id": doc.name, "lines": doc.items.{ "sku": sku, "amount": $number(qty) * $number(rate) }, "by": actor.type, "n": sequence }',
  });
  await create({ name: 'T1', items: ITEMS });
  expect(scene.receiver.requests.map(({ json }) => json)).toEqual([
    {
      id: 'T1',
      lines: [
        { sku: 'A', amount: 20 },
        { sku: 'B', amount: 5 },
      ],
      by: 'system',
      n: 1,
    },
  ]);
  expect(scene.receiver.requests[0]?.headers['content-type']).toBe('application/json');
});

test('a text goes as it is, and nothing is null', async () => {
  await listen({
    payload: 'template',
    template: 'doc.customer = "x" ? doc.name & "!" : doc.total',
  });
  await create({ name: 'T2', customer: 'x' });
  await create({ name: 'T3' });
  const [text, nothing] = scene.receiver.requests;
  expect([text?.text, text?.headers['content-type']]).toEqual(['T2!', 'text/plain; charset=utf-8']);
  expect([nothing?.text, nothing?.headers['content-type']]).toEqual(['null', 'application/json']);
});

test('a header without a template goes out as it is beside one with', async () => {
  await listen({
    headers: [
      { key: 'x-tab', value: 'a\tb' },
      { key: 'x-name', value: '{{ doc.name }}' },
    ],
  });
  await create({ name: 'tab' });
  const [request] = scene.receiver.requests;
  expect(request?.headers).toMatchObject({ 'x-tab': 'a\tb' });
});

test('URL and headers, each value encoded for where it stands', async () => {
  await listen({
    path: '/q/{{ doc.name }}?c={{ doc.customer }}&e={{event}}',
    headers: [
      { key: 'authorization', value: 'Bearer {{ $env("DOCUMENT_WEBHOOKS_TEST_TOKEN") }}' },
      { key: 'x-total', value: '{{ doc.total }}' },
    ],
  });
  await create({ name: 'a/b c?', customer: 'Ärger & Söhne', total: 3 });
  const [request] = scene.receiver.requests;
  expect(request?.target).toBe('/q/a%2Fb%20c%3F?c=%C3%84rger%20%26%20S%C3%B6hne&e=entry.create');
  expect(request?.headers).toMatchObject({ authorization: 'Bearer t0k3n', 'x-total': '3' });
});

test('format form: nested values in brackets', async () => {
  await listen({
    payload: 'template',
    template: '{ "a": doc.items.sku, "b": { "c": doc.name } }',
    format: 'form',
  });
  await listen({
    format: 'form',
    mapping: [
      { fieldname: 'name', key: 'order.name' },
      { fieldname: 'items.sku', key: 'skus' },
    ],
  });
  await create({ name: 'form & more', items: ITEMS });
  const bodies = scene.receiver.requests.map(({ text }) => text);
  expect(bodies.sort()).toEqual([
    'a%5B0%5D=A&a%5B1%5D=B&b%5Bc%5D=form+%26+more',
    'order%5Bname%5D=form+%26+more&skus%5B0%5D=A&skus%5B1%5D=B',
  ]);
  for (const { headers } of scene.receiver.requests) {
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  }
});

test('the document as a form', async () => {
  await listen({ payload: 'document', format: 'form' });
  await create({ name: 'whole' });
  const parameters = new URLSearchParams(scene.receiver.requests[0]?.text);
  expect(parameters.get('event')).toBe('entry.create');
  expect(parameters.get('entry[name]')).toBe('whole');
});

test.each(['PUT', 'PATCH', 'DELETE'] as const)('%s carries the body', async (method) => {
  await listen({ method, payload: 'template', template: '{ "n": doc.name }' });
  await create({ name: method });
  expect(scene.receiver.requests).toMatchObject([{ method, json: { n: method } }]);
});

test('the body is frozen at the first attempt, the URL is not', async () => {
  const { app, receiver } = scene;
  const webhook = await listen({
    path: '/first/{{ doc.name }}',
    payload: 'template',
    template: '{ "a": doc.name }',
    retryDelays: [60],
  });
  receiver.replyWith(500, 200);
  await app.documents(QUOTATION).create({ data: { name: 'frozen' } });
  const { id } = await settled(app, webhook, 'pending');
  await updateWebhook(app, webhook, {
    url: `${receiver.url}/second/{{ doc.name }}`,
    template: '{ "b": doc.name }',
  });
  await makeDue(app, id);
  await drain(app);
  expect(receiver.requests.map(({ target, text }) => [target, text])).toEqual([
    ['/first/frozen', '{"a":"frozen"}'],
    ['/second/frozen', '{"a":"frozen"}'],
  ]);
});

test.each<[string, WebhookInput & { path?: string }, RegExp]>([
  ['a body', { payload: 'template', template: '$error("no " & doc.name)' }, /no broken/],
  ['a URL', { path: '/x/{{ doc.items }}' }, /a list/],
  ['a header', { headers: [{ key: 'x', value: '{{ "a\\nb" }}' }] }, /U\+000A/],
])(
  '%s that does not render exhausts the delivery at once, and a mended rule heals it',
  async (what, input, reason) => {
    const { app, receiver } = scene;
    const webhook = await listen(input);
    await app.documents(QUOTATION).create({ data: { name: `broken ${what}`, items: ITEMS } });
    const delivery = await settled(app, webhook, 'failed');
    expect(delivery.reason).toMatch(reason);
    expect(delivery.attempts).toMatchObject([{ outcome: 'render-error', statusCode: null }]);
    expect(receiver.requests).toEqual([]);

    await updateWebhook(app, webhook, {
      url: receiver.url,
      headers: [],
      payload: 'template',
      template: 'doc.name',
    });
    await app.service('outbox').redeliver(delivery.id, 'rerendered');
    await drain(app);
    expect(receiver.requests.map(({ text }) => text)).toEqual([`broken ${what}`]);
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  },
);

test('a template gets no private or password fields', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create'],
    payload: 'template',
    template: '{ "all": **, "doc": doc, "author": doc.author }',
  });
  const author = await app
    .documents(AUTHOR)
    .create({ data: { name: 'Ada', email: 'ada@secret.example' } });
  await app.documents(ARTICLE).create({
    data: {
      title: 'Open',
      internalNotes: 'hidden note',
      accessCode: 'hidden code',
      author: author.documentId,
      seo: { title: 'Seo' },
    },
  });
  await drain(app);
  const [request] = receiver.requests;
  expect(request?.json).toMatchObject({
    doc: { title: 'Open', seo: { title: 'Seo' }, author: { name: 'Ada' } },
  });
  expect(request?.text).not.toMatch(/hidden|secret|internalNotes|accessCode/);
});
