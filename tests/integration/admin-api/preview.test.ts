import type { Backtest, Preview } from '../../../server/src/contracts/preview';
import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import type { Received } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const SECRET = 's3cr3t value';
process.env['DOCUMENT_WEBHOOKS_TEST_KEY'] = SECRET;

const scene = useScene({ config: { expressions: { env: ['DOCUMENT_WEBHOOKS_TEST_KEY'] } } });
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

const PATH = '/document-webhooks/webhooks';

function draft(input: WebhookInput = {}): WebhookInput {
  return {
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    mapping: [{ fieldname: 'name', key: 'id' }],
    ...input,
  };
}

function preview(webhook: object, { documentId }: Entry, more: object = {}): Promise<Preview> {
  return previewOf({ webhook, uid: QUOTATION, documentId, event: 'entry.update', ...more });
}

async function previewOf(body: object): Promise<Preview> {
  const answer = await admin.call('post', `${PATH}/preview`, body);
  expect(answer.status).toBe(200);
  return (answer.body as { data: Preview }).data;
}

async function backtest(webhook: object, limit?: number): Promise<Backtest> {
  const answer = await admin.call('post', `${PATH}/backtest`, { webhook, limit });
  expect(answer.status).toBe(200);
  return (answer.body as { data: Backtest }).data;
}

const TIMED = ['webhook-id', 'webhook-timestamp'];
/** Node's client adds these on the way. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length'];

const RULES: [string, WebhookInput][] = [
  ['fields', { mapping: ['name', 'items', '$sequence', 'total'].map((it) => ({ fieldname: it })) }],
  ['the document', { payload: 'document' }],
  ['nothing', { payload: 'none' }],
  ['a query', { method: 'GET', mapping: [{ fieldname: 'items.sku', key: 'skus' }] }],
  ['a form', { format: 'form', mapping: [{ fieldname: 'items', key: 'rows' }] }],
  [
    'a template',
    {
      method: 'PUT',
      payload: 'template',
      template: '{ "n": doc.name, "skus": doc.items.sku, "by": actor, "seq": sequence }',
      headers: [{ key: 'X-Name', value: 'q {{ doc.name }}' }],
    },
  ],
];

test.each(RULES)('%s: the preview is byte for byte what is then sent', async (what, rule) => {
  const { app, receiver } = scene;
  const entry = await app.documents(QUOTATION).create({
    data: { name: `P ${what}`, total: 1.5, items: [{ sku: 'Ä&1' }, { sku: 'B' }] },
  });
  const webhook = draft({ ...rule, url: `${receiver.url}/p/{{ doc.name }}?a=b` });
  const { documentId } = await createWebhook(app, { ...webhook, url: webhook.url ?? '' });
  const { matches, request, error } = await preview({ ...webhook, documentId }, entry);

  await admin.call('put', `/content-manager/collection-types/${QUOTATION}/${entry.documentId}`, {
    total: 1.5,
  });
  await drain(app);
  expectSame(receiver.requests[0], { matches, request, error });
});

test.each(RULES)(
  '%s of a custom event: byte for byte what is sent when it is emitted',
  async (_, rule) => {
    const { app, receiver } = scene;
    const given = { uid: QUOTATION, documentId: 'no-entry', locale: 'en' };
    const data = { name: 'Ä 1', total: 1.5, items: [{ sku: 'A', more: [1, null] }, { sku: 'B' }] };
    const events = ['order.paid'];
    const webhook = draft({ ...rule, events, url: `${receiver.url}/p/{{ doc.name }}?a=b` });
    const { documentId } = await createWebhook(app, { ...webhook, url: webhook.url ?? '' });
    const { condition, ...shown } = await previewOf({
      webhook: { ...webhook, documentId },
      ...given,
      event: 'order.paid',
      data,
    });

    await asAdmin(() => app.service('events').emit({ type: 'order.paid', ...given, data }));
    await drain(app);

    expect(condition).toBeNull();
    expectSame(receiver.requests[0], shown);
  },
);

/** In a request of the same admin, as a controller of the app's would emit. */
function asAdmin(call: () => Promise<void>): Promise<void> {
  const credentials = { id: 1, firstname: 'Test' };
  const state = { auth: { strategy: { name: 'admin' }, credentials } };
  const { requestContext } = scene.app.strapi;
  return requestContext.run({ state } as Parameters<typeof requestContext.run>[0], call);
}

/** Headers as they went over the wire. */
function namedAsWritten({ rawHeaders }: Pick<Received, 'rawHeaders'> = { rawHeaders: [] }): object {
  const pairs = rawHeaders.map((name, index) => [name, rawHeaders[index + 1]]);
  return Object.fromEntries(pairs.filter((_pair, index) => index % 2 === 0)) as object;
}

/** But for the moment. */
function expectSame(
  sent: Received | undefined,
  shown: Pick<Preview, 'matches' | 'request' | 'error'>,
) {
  const { request, matches, error } = shown;
  const without = (headers: object, names: string[]) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
  const untimed = (text: string | null) =>
    text?.replace(/"(createdAt|updatedAt|publishedAt)":"[^"]*"/g, '"$1"');

  expect([matches, error]).toEqual([true, null]);
  expect(request?.method).toBe(sent?.method);
  expect(request?.url).toBe(`${scene.receiver.url}${String(sent?.target)}`);
  expect(untimed(request?.body ?? '')).toBe(untimed(sent?.text ?? null));
  expect(without(request?.headers ?? {}, TIMED)).toEqual(
    without(namedAsWritten(sent), [...TIMED, ...OF_THE_CONNECTION]),
  );
}

test('a custom event without anything but its name: no data, about nothing', async () => {
  const mapping = ['$event', '$uid', '$sequence', 'total'].map((it) => ({ fieldname: it }));
  const webhook = draft({ events: ['order.paid'], mapping, condition: '$not($exists(doc.total))' });

  expect(await previewOf({ webhook, event: 'order.paid' })).toMatchObject({
    matches: true,
    condition: { value: true, error: null },
    request: { body: '{"$event":"order.paid","$uid":null,"$sequence":null,"total":null}' },
  });
  expect(await previewOf({ webhook, event: 'order.paid', data: { total: 2 } })).toMatchObject({
    matches: false,
    reason: 'The condition was not met: $not($exists(doc.total))',
  });
});

test('a backtest knows no custom event: these are of no entry', async () => {
  await scene.app.documents(QUOTATION).create({ data: { name: 'B' } });

  expect(await backtest(draft({ events: ['order.paid'] }))).toMatchObject({ checked: 0 });
  const mixed = await backtest(draft({ events: ['order.paid', 'entry.create'] }), 1);
  expect(mixed.entries).toMatchObject([{ event: 'entry.create' }]);
});

test('it returns the value of the condition, and the reason nothing would be sent', async () => {
  const entry = await scene.app.documents(QUOTATION).create({ data: { name: 'C', total: 5 } });
  const condition = 'doc.total';
  expect(await preview(draft({ condition }), entry)).toMatchObject({
    matches: true,
    reason: null,
    condition: { value: 5, error: null },
  });
  expect(await preview(draft({ condition: '$number(doc.total) > 9' }), entry)).toMatchObject({
    matches: false,
    reason: 'The condition was not met: $number(doc.total) > 9',
    condition: { value: false, error: null },
    request: { body: '{"id":"C"}' },
  });
  expect(await preview(draft({ condition: '$number(doc.name)' }), entry)).toMatchObject({
    matches: false,
    condition: { value: null, error: expect.stringContaining('number') as string },
  });
  expect(await preview(draft(), entry)).toMatchObject({ matches: true, condition: null });
});

test('it returns the value of each mapped field', async () => {
  const data = { name: 'M', items: [{ sku: 'A' }] };
  const entry = await scene.app.documents(QUOTATION).create({ data });
  const mapping = ['name', 'items.sku', '$event', 'total'].map((it) => ({ fieldname: it }));
  const values = ['M', ['A'], 'entry.update', null];
  const fields = mapping.map((row, at) => ({ ...row, value: values[at] }));

  expect((await preview(draft({ mapping }), entry)).fields).toEqual(fields);
  expect((await preview(draft({ mapping, method: 'GET' }), entry)).fields).toEqual(fields);
  expect((await preview(draft({ payload: 'document' }), entry)).fields).toEqual([]);
});

test('a render error is returned, and nothing is sent or stored', async () => {
  const entry = await scene.app.documents(QUOTATION).create({ data: { name: 'E' } });
  const broken = draft({ payload: 'template', template: '$error("Not " & doc.name)' });
  expect(await preview(broken, entry)).toMatchObject({
    request: null,
    error: expect.stringContaining('Not E') as string,
  });
  await drain(scene.app);
  expect(scene.receiver.requests).toEqual([]);
});

test('a version: the published one for a publish, the draft where nothing is published', async () => {
  const articles = scene.app.documents(ARTICLE);
  const entry = await articles.create({ data: { title: 'Draft 1' } });
  const rule = {
    contentTypes: [ARTICLE],
    events: ['entry.publish', 'entry.update'],
    url: scene.receiver.url,
    mapping: [{ fieldname: 'title' }, { fieldname: '$status' }],
  };
  const bodyOf = async (event: string) =>
    (await preview(rule, entry, { uid: ARTICLE, event })).request?.body;
  expect(await bodyOf('entry.publish')).toBe('{"title":"Draft 1","$status":"published"}');
  await articles.publish({ documentId: entry.documentId });
  await articles.update({ documentId: entry.documentId, data: { title: 'Draft 2' } });
  expect(await bodyOf('entry.publish')).toBe('{"title":"Draft 1","$status":"published"}');
  expect(await bodyOf('entry.update')).toBe('{"title":"Draft 2","$status":"draft"}');
});

test('a delete shows what a delete sends: the published version, where there is one', async () => {
  const { app, receiver } = scene;
  const articles = app.documents(ARTICLE);
  const entries = [
    await articles.create({ data: { title: 'Public' }, status: 'published' }),
    await articles.create({ data: { title: 'Never' } }),
  ];
  for (const { documentId } of entries) {
    await articles.update({ documentId, data: { slug: 'edited' } });
  }
  const rule = {
    contentTypes: [ARTICLE],
    events: ['entry.delete'],
    url: receiver.url,
    mapping: ['title', 'slug', '$status'].map((fieldname) => ({ fieldname })),
  };
  const shown = await Promise.all(
    entries.map((entry) => preview(rule, entry, { uid: ARTICLE, event: 'entry.delete' })),
  );
  const tried = await backtest({ ...rule, condition: 'status = "published"' });

  await createWebhook(app, rule);
  for (const { documentId } of entries) await articles.delete({ documentId });
  await drain(app);
  expect(shown.map(({ request }) => request?.body).sort()).toEqual(
    receiver.requests.map(({ text }) => text).sort(),
  );
  const matching = tried.entries.filter(({ matches }) => matches).map((it) => it.documentId);
  const ids = entries.map(({ documentId }) => documentId);
  expect(ids.filter((id) => matching.includes(id))).toEqual([ids[0]]);
});

test('values of the environment are masked: in a preview, and in the log', async () => {
  const { app, receiver } = scene;
  const entry = await app.documents(QUOTATION).create({ data: { name: 'S' } });
  const key = '$env("DOCUMENT_WEBHOOKS_TEST_KEY")';
  const rule = draft({
    url: `${receiver.url}/{{ ${key} }}`,
    headers: [{ key: 'x-key', value: `{{ ${key} }}` }],
    payload: 'template',
    template: `{ "k": ${key}, "b": "is " & ${key} }`,
    condition: `${key} != doc.name`,
  });
  const shown = await preview(rule, entry);
  expect(shown.request).toMatchObject({
    url: `${receiver.url}/[redacted]`,
    body: '{"k":"[redacted]","b":"is [redacted]"}',
  });

  const webhook = await createWebhook(app, { ...rule, url: rule.url ?? '', recordSkipped: true });
  receiver.replyWith({ status: 200, body: `you sent ${SECRET}` });
  await app.documents(QUOTATION).update({ documentId: entry.documentId, data: { total: 1 } });
  await drain(app);
  expect(receiver.requests[0]?.headers['x-key']).toBe(SECRET);
  expect(JSON.stringify(receiver.requests[0]?.json)).toContain(SECRET);

  const logged = await deliveriesOf(app, webhook);
  expect(logged).toHaveLength(1);
  expect(JSON.stringify([shown, logged])).not.toContain('s3cr3t');
  const attempts: unknown = await app.strapi.db.connection('document_webhooks_attempts').select();
  expect(JSON.stringify(attempts)).not.toContain('s3cr3t');
});

test('a backtest says how many would fire, which, and why the others not', async () => {
  const { app } = scene;
  const quotations = app.documents(QUOTATION);
  await quotations.create({ data: { name: 'Small', total: 1 } });
  await quotations.create({ data: { name: 'Large', total: 1_000 } });
  const result = await backtest(draft({ condition: '$number(doc.total) > 100' }), 2);
  expect(result).toMatchObject({
    checked: 2,
    matched: 1,
    entries: [
      { label: 'Large', event: 'entry.update', matches: true, reason: null },
      {
        label: 'Small',
        matches: false,
        reason: 'The condition was not met: $number(doc.total) > 100',
      },
    ],
  });
  expect((await backtest(draft({ condition: 'doc.name = "none such"' }))).matched).toBe(0);
});

test('a backtest supposes of each type what its documents can come to', async () => {
  await scene.app.documents(QUOTATION).create({ data: { name: 'Has no versions' } });
  await scene.app.documents(ARTICLE).create({ data: { title: 'P' }, status: 'published' });
  const of = (events: string[]) => draft({ contentTypes: [QUOTATION, ARTICLE], events });

  const { entries } = await backtest(of(['entry.publish', 'entry.create']), 100);
  expect(new Set(entries.map(({ uid, event }) => `${uid} ${event}`))).toEqual(
    new Set([`${QUOTATION} entry.create`, `${ARTICLE} entry.publish`]),
  );
  const published = await backtest(of(['entry.publish']), 100);
  expect(new Set(published.entries.map(({ uid }) => uid))).toEqual(new Set([ARTICLE]));
});

test.each<[string, string, object, number, string[]]>([
  ['a bad draft', 'preview', { webhook: { url: 'x' } }, 400, ['webhook.url']],
  ['no draft', 'preview', { webhook: undefined }, 400, ['webhook']],
  ['another type', 'preview', { uid: ARTICLE }, 400, ['uid']],
  ['another event', 'preview', { event: 'entry.delete' }, 400, ['event']],
  ['data of an entry', 'preview', { data: {} }, 400, ['data']],
  ['a custom event that it does not name', 'preview', { event: 'order.paid' }, 400, ['event']],
  [
    'a custom event of another type',
    'preview',
    { event: 'order.paid', uid: ARTICLE, webhook: { events: ['order.paid'] } },
    400,
    ['uid'],
  ],
  ['no entry', 'preview', { documentId: 'none' }, 404, []],
  ['a bad limit', 'backtest', { limit: 1_000 }, 400, ['limit']],
])('%s is refused', async (_, route, input, status, paths) => {
  const given = { uid: QUOTATION, documentId: 'x', event: 'entry.update', webhook: draft() };
  const { webhook = null } = input as { webhook?: object | null };
  const body = { ...given, ...input, ...(webhook ? { webhook: { ...draft(), ...webhook } } : {}) };
  const answer = await admin.call('post', `${PATH}/${route}`, body);
  expect(answer.status).toBe(status);
  const { error } = answer.body as { error: { details: { errors?: { path: string[] }[] } } };
  const found = (error.details.errors ?? []).map(({ path }) => path.join('.'));
  expect(found).toEqual(expect.arrayContaining(paths));
});

describe('who may', () => {
  const READ_ENTRIES = { action: 'plugin::content-manager.explorer.read', subject: QUOTATION };
  const of = (action: string) => ({ action: `plugin::document-webhooks.webhooks.${action}` });

  test.each<[string, { action: string; subject?: string }[], number]>([
    ['create webhooks and read the type', [of('read'), of('create'), READ_ENTRIES], 200],
    ['change webhooks and read the type', [of('read'), of('update'), READ_ENTRIES], 200],
    ['only look at webhooks', [of('read'), READ_ENTRIES], 403],
    ['not read the type', [of('read'), of('create')], 403],
  ])('who may %s', async (_, permissions, status) => {
    const { app } = scene;
    const entry = await app.documents(QUOTATION).create({ data: { name: String(Math.random()) } });
    const user = await adminWith(app, permissions);
    const { documentId } = entry;
    const asked = { webhook: draft(), uid: QUOTATION, documentId, event: 'entry.update' };
    expect((await user.call('post', `${PATH}/preview`, asked)).status).toBe(status);
    expect((await user.call('post', `${PATH}/backtest`, asked)).status).toBe(status);
    const custom = {
      webhook: draft({ events: ['order.paid'] }),
      uid: QUOTATION,
      event: 'order.paid',
    };
    expect((await user.call('post', `${PATH}/preview`, custom)).status).toBe(status);
  });
});

test('the preview warns of what will surprise in the condition and in the template', async () => {
  const data = { name: 'Traps', items: [{ sku: 'A' }] };
  const entry = await scene.app.documents(QUOTATION).create({ data });
  const { warnings, matches } = await preview(
    draft({
      condition: 'doc.items.sku = "A" or $exists(doc.customer)',
      payload: 'template',
      template: '{ "named": doc.customer != "" }',
    }),
    entry,
  );
  expect(matches).toBe(true);
  expect(warnings).toEqual([
    { path: 'condition', message: expect.stringContaining('doc.items.sku is a list') as string },
    { path: 'condition', message: expect.stringContaining('$exists(doc.customer)') as string },
    { path: 'template', message: expect.stringContaining('doc.customer != ""') as string },
  ]);

  const plain = await preview(draft({ condition: '"A" in doc.items.sku' }), entry);
  expect(plain).toMatchObject({ matches: true, warnings: [] });
});

test('it warns of the same in the URL and in headers, once for each', async () => {
  const entry = await scene.app.documents(QUOTATION).create({ data: { name: 'More traps' } });
  const exists = '{{ $exists(doc.customer) ? "a" : "b" }}';
  const { warnings } = await preview(
    draft({
      url: `https://example.com/${exists}/${exists}`,
      headers: [
        { key: 'X-Plain', value: 'yes' },
        { key: 'X-Named', value: '{{ doc.customer != "" ? "a" : "b" }}' },
        { key: 'X-Secret', value: `${exists} and {{ doc.items.sku = "A" }}`, secret: true },
      ],
    }),
    entry,
  );

  const message = (text: string) => expect.stringContaining(text) as string;
  expect(warnings).toEqual([
    { path: 'url', message: message('$exists(doc.customer) is true for an empty field') },
    { path: 'headers', message: message('X-Named: doc.customer != "" is true') },
    { path: 'headers', message: message('X-Secret: $exists(doc.customer)') },
    { path: 'headers', message: message('X-Secret: doc.items.sku is a list') },
  ]);
});
