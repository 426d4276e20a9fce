import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { adminWith, superAdmin, type AdminApi, type Permission } from '../../support/admin-api';
import { ARTICLE, AUTHOR, CATEGORY, QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { withEncryptionKey } from '../../support/secrets';
import { createWebhook } from '../../support/webhooks';

const PLUGIN = 'plugin::document-webhooks';
const FILE = 'plugin::upload.file';
const READ = 'plugin::content-manager.explorer.read';
const PATH = '/document-webhooks/webhooks';

const ITEM = ['item_code', 'sku', 'rate'].map((name) => `items.${name}`);
const LOCALES = ['en'];

const scene = useScene();
let restricted: AdminApi;
let unrestricted: AdminApi;

beforeAll(async () => {
  restricted = await adminWith(scene.app, [
    ...['read', 'create', 'update'].map((it) => ({ action: `${PLUGIN}.webhooks.${it}` })),
    read(QUOTATION, { fields: ['name', 'customer', ...ITEM] }),
    read(ARTICLE, {
      fields: ['title', 'seo.title', 'seo.meta.name', 'sections', 'cover', 'author', 'categories'],
      locales: LOCALES,
    }),
    read(AUTHOR, { fields: ['name', 'articles'] }),
    { action: 'plugin::upload.read' },
  ]);
  unrestricted = await superAdmin(scene.app);
});

function read(subject: string, properties: Permission['properties']): Permission {
  return { action: READ, subject, ...(properties ? { properties } : {}) };
}

let named = 0;

function draft(input: WebhookInput): WebhookInput & { url: string } {
  named += 1;
  return {
    name: `Draft ${String(named)}`,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: scene.receiver.url,
    ...input,
  };
}

const ofArticles = (input: WebhookInput): WebhookInput => ({ contentTypes: [ARTICLE], ...input });
const mapped = (...fieldnames: string[]): WebhookInput => ({
  mapping: fieldnames.map((fieldname) => ({ fieldname })),
});

interface Refused {
  error: { message: string; details: { errors: { path: string[]; message: string }[] } };
}

function refusedIn(body: unknown): [string, string][] {
  const { errors } = (body as Refused).error.details;
  return errors.map(({ path, message }) => [
    path.join('.'),
    /^You cannot read (.*) in the Content Manager/.exec(message)?.[1] ?? message,
  ]);
}

/** What the webhook names, where, and what of it the admin may not read. */
const HIDDEN: [string, WebhookInput, string, string][] = [
  ['a field', mapped('name', 'total'), 'mapping.1.fieldname', 'total of Quotation'],
  ['a column', mapped('items.amount'), 'mapping.0.fieldname', 'items.amount of Quotation'],
  ['before', mapped('$previous.total'), 'mapping.0.fieldname', 'total of Quotation'],
  ['what changed', mapped('$changed'), 'mapping.0.fieldname', 'total of Quotation, '],
  ['whole rows', mapped('items'), 'mapping.0.fieldname', 'items.item_name of Quotation, '],
  ['a watched field', { watchedFields: ['total'] }, 'watchedFields.0', 'total of Quotation'],
  ['watched rows', { watchedFields: ['items'] }, 'watchedFields.0', 'items.item_name of '],
  ['a condition', { condition: 'doc.total > 1' }, 'condition', 'total of Quotation'],
  ['a condition before', { condition: 'previous.total' }, 'condition', 'total of Quotation'],
  ['a change', { condition: '"total" in changed' }, 'condition', 'total of Quotation, '],
  ['a URL', { url: 'https://example.com/{{ doc.total }}' }, 'url', 'total of Quotation'],
  [
    'a header',
    { headers: [{ key: 'x-total', value: '{{ doc.total }}' }] },
    'headers.0.value',
    'total of Quotation',
  ],
  [
    'a secret header',
    { headers: [{ key: 'x-total', value: 'total {{ doc.total }}', secret: true }] },
    'headers.0.value',
    'total of Quotation',
  ],
  ['the document', { payload: 'document' }, 'payload', 'total of Quotation, '],
  ...(['doc.*', 'doc.**', '**', '$', 'doc', '$lookup(doc, "total")', 'previous'] as const).map(
    (template): [string, WebhookInput, string, string] => [
      template,
      { payload: 'template', template },
      'template',
      'total of Quotation, ',
    ],
  ),
  [
    'a component',
    ofArticles(mapped('seo.description')),
    'mapping.0.fieldname',
    'seo.description of Article',
  ],
  [
    'a whole component',
    ofArticles(mapped('seo')),
    'mapping.0.fieldname',
    'seo.description of Article, seo.meta.content of Article',
  ],
  ['whether it is there', ofArticles(mapped('seo.id')), 'mapping.0.fieldname', 'seo.description '],
  ['a related type', ofArticles(mapped('categories')), 'mapping.0.fieldname', 'Category'],
  [
    'an id of a related type',
    ofArticles(mapped('categories.documentId')),
    'mapping.0.fieldname',
    'Category',
  ],
  ['a related field', ofArticles(mapped('author.bio')), 'mapping.0.fieldname', 'bio of Author'],
  ['a related row', ofArticles(mapped('author')), 'mapping.0.fieldname', 'bio of Author'],
  [
    'what a relation leads back to',
    ofArticles(mapped('author.articles.price')),
    'mapping.0.fieldname',
    'price of Article',
  ],
  [
    'a relation in a dynamic zone',
    ofArticles(mapped('sections.author.bio')),
    'mapping.0.fieldname',
    'bio of Author',
  ],
  ['a whole dynamic zone', ofArticles(mapped('sections')), 'mapping.0.fieldname', 'of Article, '],
  [
    'what a file is used in',
    { contentTypes: [FILE], payload: 'document' },
    'payload',
    'related of File',
  ],
  [
    'one of two types',
    { contentTypes: [AUTHOR, QUOTATION], ...mapped('name', 'total') },
    'mapping.1.fieldname',
    'total of Quotation',
  ],
];

test.each(HIDDEN)('%s: named, refused at save and in a preview', async (_, input, place, what) => {
  const webhook = draft(input);
  const created = await restricted.call('post', PATH, webhook);
  expect([created.status, refusedIn(created.body)]).toEqual([
    403,
    [[place, expect.stringContaining(what)]],
  ]);

  const uid = webhook.contentTypes?.at(-1);
  const tried = { webhook, uid, documentId: 'any', event: 'entry.update' };
  for (const route of ['preview', 'backtest']) {
    const answer = await restricted.call('post', `${PATH}/${route}`, tried);
    expect([answer.status, refusedIn(answer.body)]).toEqual([
      403,
      [[`webhook.${place}`, expect.stringContaining(what)]],
    ]);
  }
  expect((await unrestricted.call('post', PATH, webhook)).status).toBe(201);
});

const READABLE: [string, WebhookInput][] = [
  ['fields', mapped('name', 'customer', 'items.sku', '$previous.name', 'documentId', 'updatedAt')],
  ['files', { contentTypes: [FILE], ...mapped('name', 'formats', 'url') }],
  ['who did it', mapped('$actor.name', '$event', '$sequence')],
  ['parts of components', ofArticles(mapped('seo.title', 'seo.meta.name'))],
  ['a file', ofArticles(mapped('cover', '$previous.cover.url'))],
  ['a dynamic zone', ofArticles(mapped('sections.text', 'sections.author.name'))],
  ['a related field', ofArticles(mapped('author.name', 'author.id', 'author.articles.title'))],
  ['a watched relation', ofArticles({ watchedFields: ['author'] })],
  [
    'expressions',
    {
      condition: 'doc.customer = "VIP" and event = "entry.update"',
      payload: 'template',
      template: '{ "n": doc.name, "skus": doc.items.sku, "was": previous.name, "by": actor }',
      url: 'https://example.com/{{ doc.name }}',
      headers: [{ key: 'x-name', value: '{{ doc.name }}' }],
    },
  ],
  ['a template that is not sent', { template: 'doc.total', payload: 'none' }],
  ['rows that are not sent', { ...mapped('total'), payload: 'none' }],
];

test.each(READABLE)('%s: named, allowed', async (_, input) => {
  const webhook = draft(input);
  const created = await restricted.call('post', PATH, webhook);
  expect([created.status, created.text]).toEqual([201, expect.any(String)]);
});

test('the refusal says what to do', async () => {
  const answer = await restricted.call('post', PATH, draft(mapped('total')));

  const { error } = answer.body as Refused;
  expect(error.message).toBe(
    'mapping.0.fieldname: You cannot read total of Quotation in the Content Manager. Remove the reference, or ask for the permission',
  );
});

describe('a webhook that sends what an admin may not read', () => {
  const ofOthers = draft.bind(null, { ...mapped('name', 'total'), condition: 'doc.total > 1' });

  test.each<[string, WebhookInput]>([
    ['pause', { state: 'paused' }],
    ['rename', { name: 'Renamed' }],
    ['slow down', { rateLimit: 5, retryDelays: [], timeoutMs: 1_000 }],
    ['send back as it is', { ...mapped('name', 'total'), condition: 'doc.total > 1' }],
  ])('%s: that they may', async (_, change) => {
    const { documentId } = await createWebhook(scene.app, ofOthers());
    const answer = await restricted.call('put', `${PATH}/${documentId}`, change);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  });

  test.each<[string, WebhookInput, string]>([
    ['send it elsewhere', { url: 'https://example.org' }, 'mapping.1.fieldname'],
    ['send more of it', mapped('name', 'total', 'customer'), 'mapping.1.fieldname'],
    ['add a header', { headers: [{ key: 'x-a', value: 'b' }] }, 'mapping.1.fieldname'],
    ['send all of it', { payload: 'document' }, 'payload'],
    ['take what they may not read out', { ...mapped('name'), condition: '' }, 'condition'],
  ])('%s: that they may not', async (_, change, place) => {
    const { documentId } = await createWebhook(scene.app, ofOthers());
    const answer = await restricted.call('put', `${PATH}/${documentId}`, change);
    expect([answer.status, refusedIn(answer.body)[0]?.[0]]).toEqual([403, place]);
    const kept = await unrestricted.call('get', `${PATH}/${documentId}`);
    expect(kept.body).toMatchObject({ data: { mapping: [{}, { fieldname: 'total' }] } });
  });
});

describe('a secret header that names what an admin may not read', () => {
  const secret = (value?: string): WebhookInput => ({
    headers: [{ key: 'X-Total', secret: true, ...(value === undefined ? {} : { value }) }],
  });

  test.each<[string, WebhookInput, string?]>([
    ['a condition that is added', { condition: 'doc.name = "x"' }],
    ['a header beside it', { headers: [...(secret().headers ?? []), { key: 'x-a', value: 'b' }] }],
    ['without it', { headers: [] }, 'headers'],
    ['another value', secret('of everything'), 'headers'],
  ])('keeps them from changing what is sent: %s', async (_, change, place = 'headers.0.value') => {
    const { documentId } = await createWebhook(scene.app, draft(secret('{{ doc.total }} of all')));

    const answer = await restricted.call('put', `${PATH}/${documentId}`, change);

    const { details } = (answer.body as Refused).error;
    expect(answer.status).toBe(403);
    expect(details.errors.map(({ path }) => path.join('.'))).toEqual([place]);
    expect(answer.text).not.toContain('total');
    const byAll = await unrestricted.call('put', `${PATH}/${documentId}`, change);
    expect(byAll.status).toBe(200);
  });

  test('keeps them from sending it to another path of the host, also by an import', async () => {
    const webhook = draft(secret('{{ doc.total }} of all'));
    const { documentId } = await createWebhook(scene.app, webhook);
    const url = `${webhook.url}/elsewhere`;

    const saved = await restricted.call('put', `${PATH}/${documentId}`, { url });
    const imported = await restricted.call('post', `${PATH}/import`, {
      webhooks: [{ name: webhook.name, url }],
    });

    expect([saved.status, imported.status]).toEqual([403, 403]);
    expect(imported.text).not.toContain('total');
  });

  test('keeps nobody from anything where it names what they may read', async () => {
    const { documentId } = await createWebhook(scene.app, draft(secret('{{ doc.name }} of all')));
    const answer = await restricted.call('put', `${PATH}/${documentId}`, { method: 'PUT' });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  });

  test('is for who may read everything while the encryption key is another one', async () => {
    const { documentId } = await createWebhook(scene.app, draft(secret('{{ doc.name }} of all')));
    await withEncryptionKey(scene.app, 'another key', async () => {
      const put = (admin: AdminApi) =>
        admin.call('put', `${PATH}/${documentId}`, { method: 'PUT' });
      const refused = await put(restricted);
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('encryption key');
      expect((await put(unrestricted)).status).toBe(200);
    });
  });
});

test('a webhook cannot be taken from a type that they may not read to one that they may', async () => {
  const { documentId } = await createWebhook(
    scene.app,
    draft({ contentTypes: [CATEGORY], ...mapped('name') }),
  );
  const answer = await restricted.call('put', `${PATH}/${documentId}`, {
    contentTypes: [QUOTATION],
    url: 'https://example.org',
  });
  expect(answer.status).toBe(403);
});

test('two changes at once, each of which they may make alone, do not go together', async () => {
  for (let round = 0; round < 5; round += 1) {
    const webhook = draft({ ...mapped('name'), payload: 'none' });
    const { documentId } = await createWebhook(scene.app, webhook);
    const put = (change: WebhookInput) => restricted.call('put', `${PATH}/${documentId}`, change);
    const changes = [put({ payload: 'fields' }), put(mapped('name', 'total'))];
    const statuses = (await Promise.all(changes)).map(({ status }) => status);

    expect(statuses.sort()).toEqual([200, 403]);
  }
});

test('an import is checked like a save, place by place, also in a dry run', async () => {
  const existing = draft(mapped('total'));
  await createWebhook(scene.app, existing);
  const webhooks = [draft(mapped('name')), draft(mapped('total')), { ...existing, method: 'PUT' }];
  for (const dryRun of [true, false]) {
    const answer = await restricted.call('post', `${PATH}/import`, { webhooks, dryRun });
    expect([answer.status, refusedIn(answer.body)]).toEqual([
      403,
      [
        ['webhooks.1.mapping.0.fieldname', 'total of Quotation'],
        ['webhooks.2.mapping.0.fieldname', 'total of Quotation'],
      ],
    ]);
  }
  const fine = [webhooks[0], { ...existing, state: 'paused' }];
  expect((await restricted.call('post', `${PATH}/import`, { webhooks: fine })).status).toBe(200);
});

test('the built-in webhooks, which send whole documents, are for those who may read them', async () => {
  const types = Object.keys(scene.app.strapi.contentTypes);
  const all = await adminWith(scene.app, [
    { action: `${PLUGIN}.webhooks.create` },
    { action: 'admin::webhooks.read' },
    { action: 'plugin::upload.read' },
    ...types.map((uid) =>
      read(uid, uid === QUOTATION ? { fields: ['name'] } : { locales: LOCALES }),
    ),
  ]);
  const answer = await all.call('post', `${PATH}/import-built-in`, { dryRun: true });
  expect([answer.status, refusedIn(answer.body)[0]?.[0]]).toEqual([403, 'payload']);
  const allowed = await unrestricted.call('post', `${PATH}/import-built-in`, { dryRun: true });
  expect(allowed.status).toBe(200);
});

test('what code writes is not checked', async () => {
  await expect(createWebhook(scene.app, draft(mapped('total')))).resolves.toBeDefined();
});

interface Node {
  path: string;
  children?: Node[];
}

test('the field trees hold what an admin may read', async () => {
  const flat = (nodes: Node[]): string[] =>
    nodes.flatMap(({ path, children = [] }) => [path, ...flat(children)]);
  const fieldsOf = async (admin: AdminApi, uid: string): Promise<string[]> => {
    const answer = await admin.call('get', '/document-webhooks/content-types');
    const { data } = answer.body as { data: { uid: string; fields: Node[] }[] };
    return flat(data.find((type) => type.uid === uid)?.fields ?? []);
  };

  const quotation = await fieldsOf(restricted, QUOTATION);
  expect(quotation).toEqual([
    ...['id', 'documentId', 'name', 'customer', 'items', ...ITEM],
    ...['createdAt', 'updatedAt', 'publishedAt'],
  ]);
  const article = await fieldsOf(restricted, ARTICLE);
  for (const path of ['seo.title', 'author.name', 'cover.url', 'sections.text']) {
    expect(article).toContain(path);
  }
  for (const path of ['price', 'seo.description', 'author.bio', 'categories', 'categories.name']) {
    expect(article).not.toContain(path);
    expect(await fieldsOf(unrestricted, ARTICLE)).toContain(path);
  }
});
