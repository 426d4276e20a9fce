import type { Response } from 'supertest';

import { superAdmin, type AdminApi } from '../../support/admin-api';
import { ARTICLE, AUTHOR, QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';

const VALID = {
  contentTypes: [QUOTATION],
  events: ['entry.update'],
  url: 'https://example.com/hook',
  mapping: [{ fieldname: 'name', key: 'id' }],
};

const scene = useScene();
let admin: AdminApi;
let named = 0;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

function withName(input: object): object {
  named += 1;
  return { name: `Webhook ${String(named)}`, ...VALID, ...input };
}

function create(input: object): Promise<Entry> {
  return scene.app.documents(WEBHOOK).create({ data: withName(input) });
}

interface Violation {
  path: string[];
  message: string;
}

function violationsOf(error: unknown): string[] {
  const { name, details } = error as { name: string; details: { errors: Violation[] } };
  expect(name).toBe('ValidationError');
  return details.errors.map(({ path }) => path.join('.'));
}

const OWN_TYPE = WEBHOOK;

const VIOLATIONS: [string, object, string[]][] = [
  ['no name', { name: undefined }, ['name']],
  ['an empty name', { name: '  ' }, ['name']],
  ['a URL without a host', { url: 'https:///x' }, ['url']],
  ['a URL without a host, with a query', { url: 'http://?x' }, ['url']],
  ['no URL', { url: undefined }, ['url']],
  ['a URL of another scheme', { url: 'ftp://example.com' }, ['url']],
  ['a relative URL', { url: '/hook' }, ['url']],
  ['a URL with credentials', { url: 'https://user:secret@example.com' }, ['url']],
  ['no content type', { contentTypes: [] }, ['contentTypes']],
  ['content types that are no list', { contentTypes: QUOTATION }, ['contentTypes']],
  ['an unknown content type', { contentTypes: [QUOTATION, 'api::none.none'] }, ['contentTypes.1']],
  ["the plugin's own type", { contentTypes: [OWN_TYPE] }, ['contentTypes.0']],
  [
    'a name of every object',
    { contentTypes: ['__proto__', 'constructor'] },
    ['contentTypes.0', 'contentTypes.1'],
  ],
  ['a type of the admin panel', { contentTypes: ['admin::user'] }, ['contentTypes.0']],
  ['another of them', { contentTypes: [QUOTATION, 'admin::api-token'] }, ['contentTypes.1']],
  ['no event', { events: [] }, ['events']],
  ['an unknown event', { events: ['entry.update', 'entry.explode'] }, ['events.1']],
  ['an event that no chosen type emits', { events: ['entry.publish'] }, ['events.0']],
  ['an unknown state', { state: 'asleep' }, ['state']],
  ['null for the state', { state: null }, ['state']],
  ['an unknown method', { method: 'TRACE' }, ['method']],
  ['an unknown payload', { payload: 'everything' }, ['payload']],
  ['GET with a document', { method: 'GET', payload: 'document' }, ['payload']],
  [
    'a field that no type has',
    { mapping: [{ fieldname: 'name' }, { fieldname: 'nmae' }] },
    ['mapping.1.fieldname'],
  ],
  [
    'a field below one that no type has',
    { mapping: [{ fieldname: 'items.skew' }] },
    ['mapping.0.fieldname'],
  ],
  ['a field below a scalar', { mapping: [{ fieldname: 'name.first' }] }, ['mapping.0.fieldname']],
  [
    'a path over more relations than three',
    {
      contentTypes: [AUTHOR],
      mapping: [{ fieldname: 'name' }, { fieldname: 'articles.author.articles.author.name' }],
    },
    ['mapping.1.fieldname'],
  ],
  ['an empty field', { mapping: [{ fieldname: '' }] }, ['mapping.0.fieldname']],
  ['a field of empty parts', { mapping: [{ fieldname: 'items..sku' }] }, ['mapping.0.fieldname']],
  ['an unknown $-name', { mapping: [{ fieldname: '$everything' }] }, ['mapping.0.fieldname']],
  [
    'a field named like a method of objects',
    { mapping: [{ fieldname: 'toString' }] },
    ['mapping.0.fieldname'],
  ],
  [
    'two equal keys',
    {
      mapping: [
        { fieldname: 'name', key: 'a' },
        { fieldname: 'total', key: 'a' },
      ],
    },
    ['mapping.1.key'],
  ],
  [
    'a key inside of another',
    {
      mapping: [
        { fieldname: 'name', key: 'a.b' },
        { fieldname: 'total', key: 'a' },
      ],
    },
    ['mapping.1.key'],
  ],
  ['a key of empty parts', { mapping: [{ fieldname: 'name', key: 'a..b' }] }, ['mapping.0.key']],
  ['a reserved header', { headers: [{ key: 'Webhook-Id', value: 'x' }] }, ['headers.0.key']],
  ['the content length', { headers: [{ key: 'content-length', value: '1' }] }, ['headers.0.key']],
  [
    'credentials of a proxy',
    { headers: [{ key: 'Proxy-Authorization', value: 'Basic eDp5' }] },
    ['headers.0.key'],
  ],
  ['CR LF in a header', { headers: [{ key: 'x-a', value: 'a\r\nx-b: c' }] }, ['headers.0.value']],
  [
    'CR LF in the name of a header',
    { headers: [{ key: 'x-a\r\nx-b', value: 'c' }] },
    ['headers.0.key'],
  ],
  [
    'a header twice',
    {
      headers: [
        { key: 'x-a', value: '1' },
        { key: 'X-A', value: '2' },
      ],
    },
    ['headers.1.key'],
  ],
  ['too short a timeout', { timeoutMs: 99 }, ['timeoutMs']],
  ['too long a timeout', { timeoutMs: 60_001 }, ['timeoutMs']],
  ['a timeout in text', { timeoutMs: 'soon' }, ['timeoutMs']],
  ['a negative delay', { retryDelays: [5, -1] }, ['retryDelays.1']],
  ['no concurrency', { concurrency: 0 }, ['concurrency']],
  ['a condition that does not parse', { condition: 'doc.name = ' }, ['condition']],
  ['a field that the type has not', { condition: 'doc.title = "x"' }, ['condition']],
  ['a field without doc before it', { condition: 'customer = "x"' }, ['condition']],
  ['a name that the context has not', { condition: '$x := entry.name; $x' }, ['condition']],
  [
    'an environment variable that is not listed',
    { condition: '$env("HOME") = "x"' },
    ['condition'],
  ],
  ['a mode that is none', { conditionMode: 'sometimes' }, ['conditionMode']],
  ['an empty locale', { locales: ['en', ''] }, ['locales.1']],
  [
    'a watched field that the type has not',
    { watchedFields: ['name', 'nme'] },
    ['watchedFields.1'],
  ],
  ['a watched path with an empty part', { watchedFields: ['items..sku'] }, ['watchedFields.0']],
  ['no template', { payload: 'template' }, ['template']],
  ['a template that does not parse', { payload: 'template', template: '{ "a": ' }, ['template']],
  [
    'a template with GET',
    { payload: 'template', template: 'doc.name', method: 'GET' },
    ['payload'],
  ],
  ['a format that is none', { format: 'xml' }, ['format']],
  ['a way to write lists that is none', { formArrays: 'comma' }, ['formArrays']],
  ['an expression in the host', { url: 'https://{{ doc.name }}.example.com' }, ['url']],
  ['an open expression in the URL', { url: 'https://example.com/{{ doc.name' }, ['url']],
  ['an unknown field in the URL', { url: 'https://example.com/{{ doc.title }}' }, ['url']],
  ['credentials before an expression', { url: 'https://a:b@example.com/{{ event }}' }, ['url']],
  [
    'an expression in a header that does not parse',
    { headers: [{ key: 'x', value: '{{ doc. }}' }] },
    ['headers.0.value'],
  ],
  [
    'an unknown field in a header',
    { headers: [{ key: 'x', value: '{{ doc.title }}' }] },
    ['headers.0.value'],
  ],
  [
    '$previous without a field',
    { mapping: [{ fieldname: '$previous.' }] },
    ['mapping.0.fieldname'],
  ],
  [
    '$previous of an unknown field',
    { mapping: [{ fieldname: '$previous.title' }] },
    ['mapping.0.fieldname'],
  ],
  [
    'a private field in a condition',
    { contentTypes: [ARTICLE], mapping: [], condition: 'doc.internalNotes = "x"' },
    ['condition'],
  ],
  [
    'a password field watched',
    { contentTypes: [ARTICLE], mapping: [], watchedFields: ['accessCode'] },
    ['watchedFields.0'],
  ],
  ['an unknown attribute', { colour: 'red' }, ['colour']],
  ['several at once', { url: 'nowhere', timeoutMs: 1 }, ['url', 'timeoutMs']],
];

test.each(VIOLATIONS)('strapi.documents refuses %s', async (_name, input, paths) => {
  const error: unknown = await create(input).catch((it: unknown) => it);

  expect(violationsOf(error)).toEqual(paths);
  expect(await scene.app.documents(WEBHOOK).findMany()).toEqual([]);
});

test.each(VIOLATIONS)('the admin API refuses %s', async (_name, input, paths) => {
  const answer: Response = await admin.call('post', '/document-webhooks/webhooks', withName(input));

  expect(answer.status).toBe(400);
  expect(violationsOf((answer.body as { error: unknown }).error)).toEqual(paths);
});

test.each(VIOLATIONS.filter(([, input]) => !Object.values(input).includes(undefined)))(
  'an update refuses %s',
  async (_name, input, paths) => {
    const { documentId } = await create({});
    const update = scene.app.documents(WEBHOOK).update({ documentId, data: input });
    const error: unknown = await update.catch((it: unknown) => it);

    expect(violationsOf(error)).toEqual(paths);
  },
);

test('what is undefined in an update stays as it was, and in a clone as in its source', async () => {
  const attributes = {
    state: 'disabled',
    method: 'PUT',
    url: 'https://example.com/kept',
    condition: 'doc.customer = "Acme"',
    headers: [{ key: 'x-a', value: 'b' }],
    retryDelays: [1],
    timeoutMs: 1_234,
  };
  const { documentId } = await create(attributes);
  const blank = Object.fromEntries(Object.keys(attributes).map((name) => [name, undefined]));
  const documents = scene.app.documents(WEBHOOK);

  await documents.update({ documentId, data: { ...blank, description: 'new' } });
  await documents.clone({ documentId, data: { ...blank, name: 'Clone' } });

  const [updated, clone] = await documents.findMany({ populate: ['headers'], sort: 'id' });
  expect(updated).toMatchObject({ ...attributes, description: 'new' });
  expect(clone).toMatchObject({ ...attributes, name: 'Clone' });
});

test.each([
  ['a port and a path', { url: 'http://localhost:8080/a/b?c=d#e' }],
  ['an IPv6 address', { url: 'http://[::1]:1337/' }],
  ['spaces around the URL', { url: '  https://example.com ' }],
  ['no retries', { retryDelays: [] }],
  [
    'an event that only one of the types emits',
    { contentTypes: [QUOTATION, ARTICLE], events: ['entry.publish'] },
  ],
  [
    'a field that only one of the types has',
    { contentTypes: [QUOTATION, AUTHOR], mapping: [{ fieldname: 'bio' }] },
  ],
  [
    'a path over three relations',
    { contentTypes: [AUTHOR], mapping: [{ fieldname: 'articles.author.articles.title' }] },
  ],
  [
    'nulls for what is absent',
    { headers: null, mapping: null, timeoutMs: null, description: null },
  ],
])('accepts %s', async (_name, input) => {
  await expect(create(input)).resolves.toMatchObject({ documentId: expect.any(String) as string });
});

test('a duplicate name is refused', async () => {
  await create({ name: 'Taken' });
  const error: unknown = await create({ name: 'Taken' }).catch((it: unknown) => it);
  expect(violationsOf(error)).toEqual(['name']);

  const answer = await admin.call(
    'post',
    '/document-webhooks/webhooks',
    withName({ name: 'Taken' }),
  );
  expect(answer.status).toBe(400);
  expect(violationsOf((answer.body as { error: unknown }).error)).toEqual(['name']);
});

test('defaults are those of the published interface', async () => {
  const { documentId } = await create({ name: 'Defaults' });

  const answer = await admin.call('get', `/document-webhooks/webhooks/${documentId}`);

  expect((answer.body as { data: object }).data).toEqual({
    ...VALID,
    documentId,
    name: 'Defaults',
    description: null,
    state: 'enabled',
    stateReason: null,
    locales: [],
    watchedFields: [],
    condition: null,
    conditionMode: 'matches',
    method: 'POST',
    headers: [],
    payload: 'fields',
    template: null,
    format: 'json',
    formArrays: 'indices',
    timeoutMs: 15_000,
    retryDelays: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
    retryOn: 'all',
    concurrency: 16,
    rateLimit: null,
    ordering: 'document',
    supersede: false,
    coalesceSeconds: 0,
    coalesceScope: 'document',
    signing: 'none',
    recordSkipped: false,
    origin: 'admin',
    health: {
      failures: 0,
      failingSince: null,
      openUntil: null,
      hold: null,
      slowedTo: null,
      backlogged: false,
      conditionFailed: null,
    },
    problems: [],
    signingKeys: [],
    secretsProblem: null,
    ruleProblem: null,
    createdAt: expect.any(String) as string,
    updatedAt: expect.any(String) as string,
  });
});

test('texts as long as they may be are stored whole', async () => {
  const key = 'k'.repeat(1_000);
  const longest = {
    name: 'n'.repeat(255),
    description: 'd'.repeat(10_000),
    url: `https://example.com/${'u'.repeat(8_172)}`,
    headers: [{ key: 'x'.repeat(255), value: 'v'.repeat(8_192) }],
    mapping: [{ fieldname: 'name', key }],
  };
  const { documentId } = await create(longest);

  const answer = await admin.call('get', `/document-webhooks/webhooks/${documentId}`);

  expect((answer.body as { data: object }).data).toMatchObject(longest);
});

test('a partial update keeps the rest', async () => {
  const { documentId } = await create({
    description: 'Keep me',
    headers: [{ key: 'x-a', value: '1' }],
    retryDelays: [1, 2],
    timeoutMs: 1_234,
  });
  const read = async () =>
    (
      (await admin.call('get', `/document-webhooks/webhooks/${documentId}`)).body as {
        data: object;
      }
    ).data;
  const before = await read();

  await scene.app.documents(WEBHOOK).update({ documentId, data: { state: 'paused' } });
  await admin.call('put', `/document-webhooks/webhooks/${documentId}`, { concurrency: 3 });

  const updatedAt = expect.any(String) as string;
  expect(await read()).toEqual({ ...before, state: 'paused', concurrency: 3, updatedAt });
});

test('a clone is validated, and takes what it is not told from its source', async () => {
  const { documentId } = await create({ headers: [{ key: 'x-a', value: '1' }] });
  const webhooks = scene.app.documents(WEBHOOK);

  const refused: unknown = await webhooks
    .clone({ documentId, data: { name: 'Clone', url: 'nowhere' } })
    .catch((it: unknown) => it);
  expect(violationsOf(refused)).toEqual(['url']);

  await webhooks.clone({ documentId, data: { name: 'Clone' } });
  const clone = await webhooks.findFirst({
    filters: { name: 'Clone' },
    populate: ['headers', 'mapping'],
  });
  expect(clone).toMatchObject({
    headers: [{ key: 'x-a' }],
    mapping: [{ fieldname: 'name', key: 'id' }],
  });
});
