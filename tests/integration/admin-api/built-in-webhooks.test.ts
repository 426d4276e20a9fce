import type { BuiltInResult } from '../../../server/src/contracts/transfer';
import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { ARTICLE, QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const ROUTE = '/document-webhooks/webhooks/import-built-in';
const BUILT_IN = 'strapi::webhook';

const scene = useScene();
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});
beforeEach(async () => {
  await scene.app.strapi.db.query(BUILT_IN).deleteMany({});
});

async function builtIn(more: object = {}): Promise<string> {
  const data = {
    name: 'Site build',
    url: scene.receiver.url,
    headers: { authorization: 'Bearer abc' },
    events: ['entry.create', 'entry.publish'],
    enabled: true,
    ...more,
  };
  const { id } = (await scene.app.strapi.db.query(BUILT_IN).create({ data })) as { id: number };
  return String(id);
}

async function importAll(dryRun = false): Promise<BuiltInResult[]> {
  const answer = await admin.call('post', ROUTE, { dryRun });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return (answer.body as { data: { results: BuiltInResult[] } }).data.results;
}

function webhooks(): Promise<Entry[]> {
  return scene.app.documents(WEBHOOK).findMany({ sort: 'name:asc', populate: ['headers'] });
}

test('a built-in webhook comes over disabled, with its events, headers and all types that emit them', async () => {
  const id = await builtIn();

  const [result] = await importAll();

  const [webhook] = await webhooks();
  expect(result).toEqual({
    id,
    name: 'Site build',
    action: 'import',
    webhook: { documentId: webhook?.documentId, name: 'Site build' },
    leftOut: [],
    notices: [],
    errors: [],
  });
  expect(webhook).toMatchObject({
    state: 'disabled',
    origin: 'admin',
    payload: 'document',
    url: scene.receiver.url,
    events: ['entry.create', 'entry.publish'],
    headers: [{ key: 'authorization', value: null, secret: true }],
    contentTypes: expect.arrayContaining([ARTICLE, QUOTATION]) as string[],
  });
});

test('enabled, it sends what the built-in one sends', async () => {
  const { app, receiver } = scene;
  await builtIn({ events: ['entry.create'] });
  await importAll();
  const [webhook] = await webhooks();
  if (webhook) await updateWebhook(app, webhook, { state: 'enabled' });

  await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
  await receiver.received(1);

  const { headers, json } = receiver.requests[0] ?? {};
  expect(headers).toMatchObject({ 'x-strapi-event': 'entry.create', authorization: 'Bearer abc' });
  expect(json).toMatchObject({ event: 'entry.create', uid: QUOTATION, entry: { name: 'QTN-1' } });
});

test('types that cannot emit its events are left out', async () => {
  await builtIn({ events: ['entry.unpublish'] });

  await importAll();

  const [webhook] = await webhooks();
  expect(webhook?.['contentTypes']).toContain(ARTICLE);
  expect(webhook?.['contentTypes']).not.toContain(QUOTATION);
});

test('what has no place here is left out, and told with the reason', async () => {
  await builtIn({
    events: ['entry.update', 'media.create', 'releases.publish'],
    headers: { 'x-key': 'k', host: 'elsewhere', 'bad header': 'v' },
  });

  const [result] = await importAll();

  expect(result?.leftOut.map(({ what }) => what)).toEqual([
    'media.create',
    'releases.publish',
    'header host',
    'header bad header',
  ]);
  expect(result?.leftOut.every(({ reason }) => reason.length > 10)).toBe(true);
  expect((await webhooks())[0]).toMatchObject({
    events: ['entry.update'],
    headers: [{ key: 'x-key' }],
  });
});

test('one that nothing is left of, or whose URL cannot be called, is skipped with the reason', async () => {
  await builtIn({ name: 'Uploads', events: ['media.create', 'media.update'] });
  await builtIn({ name: 'Credentials', url: 'https://user:secret@example.com' });
  await builtIn({ name: 'Good' });

  const results = await importAll();

  expect(results.map(({ name, action }) => [name, action])).toEqual([
    ['Uploads', 'skip'],
    ['Credentials', 'skip'],
    ['Good', 'import'],
  ]);
  expect(results[0]?.errors).toMatchObject([{ path: ['events'] }]);
  expect(results[1]?.errors).toMatchObject([{ path: ['url'] }]);
  expect(await webhooks()).toHaveLength(1);
});

test('a second call imports what came since, and says what it did before', async () => {
  const { app } = scene;
  await builtIn();
  const [first] = await importAll();
  await updateWebhook(app, { documentId: first?.webhook?.documentId ?? '' }, { name: 'Renamed' });
  await builtIn({ name: 'Later' });

  const results = await importAll();

  expect(results.map(({ name, action, webhook }) => [name, action, webhook?.name])).toEqual([
    ['Site build', 'imported-before', 'Renamed'],
    ['Later', 'import', 'Later'],
  ]);
  expect((await webhooks()).map(({ name }) => name)).toEqual(['Later', 'Renamed']);
});

test('one that was deleted here can be imported again', async () => {
  await builtIn();
  await importAll();
  const [webhook] = await webhooks();
  await scene.app.documents(WEBHOOK).delete({ documentId: webhook?.documentId ?? '' });

  expect(await importAll()).toMatchObject([{ action: 'import' }]);
});

test('two calls at once import each once', async () => {
  await builtIn();

  await Promise.all([importAll(), importAll(), importAll()]);

  expect(await webhooks()).toHaveLength(1);
});

test('a name that is taken gets a number', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url, name: 'Site build' });
  await builtIn();
  await builtIn();

  const results = await importAll();

  expect(results.map(({ webhook }) => webhook?.name)).toEqual(['Site build (2)', 'Site build (3)']);
});

test('a dry run returns the same and changes nothing; neither changes the originals', async () => {
  await builtIn();
  const query = scene.app.strapi.db.query(BUILT_IN);
  const before = (await query.findMany()) as object[];

  const [wouldBe] = await importAll(true);
  expect(await webhooks()).toEqual([]);
  const [done] = await importAll();

  expect(wouldBe).toMatchObject({ action: 'import', webhook: { documentId: null } });
  expect({ ...done, webhook: null }).toEqual({ ...wouldBe, webhook: null });
  expect(await query.findMany()).toEqual(before);
});

test('only who may create webhooks, read Settings → Webhooks, and all types that they would watch', async () => {
  const { app } = scene;
  const read = 'plugin::content-manager.explorer.read';
  const create = { action: 'plugin::document-webhooks.webhooks.create' };
  const types = app.service('content-types').list();
  const reads = [
    ...types.map(({ uid }) => ({ action: read, subject: uid })),
    { action: 'plugin::upload.read' },
  ];
  await builtIn();

  const settings = { action: 'admin::webhooks.read' };
  const users = [
    [settings, ...reads],
    [create, settings, { action: read, subject: QUOTATION }],
    [create, ...reads],
    [create, settings, ...reads],
  ];
  const answers = [];
  for (const permissions of users) {
    const user = await adminWith(app, permissions);
    answers.push((await user.call('post', ROUTE, { dryRun: true })).status);
  }

  expect(answers).toEqual([403, 403, 403, 200]);
});

test('names that differ by case, accents or blanks alone come over under names of their own', async () => {
  for (const name of ['Réunion', 'reunion ', 'Q'.repeat(255), 'q'.repeat(255)]) {
    await builtIn({ name });
  }

  const results = await importAll();

  expect(results.map(({ action }) => action)).toEqual(Array(4).fill('import'));
  const names = (await webhooks()).map((webhook) => String(webhook['name']).toLowerCase());
  expect(new Set(names).size).toBe(4);
  expect(names.every((name) => name.length <= 255)).toBe(true);
});

test('values of headers that are no texts come over as Strapi would send them', async () => {
  await builtIn({ headers: { Authorization: null, 'X-Count': 3, 'X-Flag': true } });

  const [result] = await importAll();

  expect(result?.errors).toEqual([]);
  const [webhook] = await webhooks();
  expect(webhook).toMatchObject({
    headers: expect.arrayContaining([
      expect.objectContaining({ key: 'X-Count', value: '3' }),
      expect.objectContaining({ key: 'X-Flag', value: 'true' }),
    ]) as unknown,
  });
});

test('one bad header after another stays behind', async () => {
  await builtIn({ headers: { host: 'x', 'X-T': '{{ nope', 'X-A': '1', 'x-a': '2', 'X-B': 'b' } });

  const [result] = await importAll();

  expect([result?.action, result?.errors]).toEqual(['import', []]);
  const [webhook] = await webhooks();
  const keys = (webhook?.['headers'] as { key: string }[]).map(({ key }) => key);
  expect(keys).toContain('X-B');
  expect(keys).not.toContain('host');
});

/** As the store of a newer Strapi hands them out. */
function newer(more: object): void {
  const store = scene.app.strapi.get<{ findWebhooks: () => Promise<object[]> }>('webhookStore');
  const { url } = scene.receiver;
  jest
    .spyOn(store, 'findWebhooks')
    .mockResolvedValue([
      { id: '7', name: 'Site build', url, headers: {}, events: [], isEnabled: true, ...more },
    ]);
}

describe('events of single content types, as newer versions of Strapi have them', () => {
  afterEach(() => jest.restoreAllMocks());

  test('alone, they come over as one webhook on these types', async () => {
    newer({ contentTypeEvents: { [ARTICLE]: ['entry.publish', 'entry.create'] } });

    const results = await importAll();

    expect(results).toMatchObject([{ action: 'import', leftOut: [], errors: [] }]);
    expect(await webhooks()).toMatchObject([
      { contentTypes: [ARTICLE], events: ['entry.create', 'entry.publish'] },
    ]);
  });

  test('beside events of all types, each type is watched by one webhook with all of its events', async () => {
    newer({
      events: ['entry.create'],
      contentTypeEvents: { [ARTICLE]: ['entry.publish'], [QUOTATION]: ['entry.create'] },
    });

    const results = await importAll();

    expect(results.map(({ id, name, action }) => [id, name, action])).toEqual([
      ['7', 'Site build', 'import'],
      ['7', 'Site build', 'import'],
    ]);
    const [rest, article] = await webhooks();
    expect(article).toMatchObject({
      name: 'Site build (2)',
      contentTypes: [ARTICLE],
      events: ['entry.create', 'entry.publish'],
    });
    expect(rest).toMatchObject({ name: 'Site build', events: ['entry.create'] });
    expect(rest?.['contentTypes']).toContain(QUOTATION);
    expect(rest?.['contentTypes']).not.toContain(ARTICLE);
    expect((await importAll()).map(({ action }) => action)).toEqual([
      'imported-before',
      'imported-before',
    ]);
  });

  test('each setting that cannot be imported is reported', async () => {
    newer({
      contentTypeEvents: {
        [ARTICLE]: ['entry.update', 'media.create'],
        [QUOTATION]: ['entry.publish'],
        'api::gone.gone': ['entry.create'],
      },
      contentTypes: [ARTICLE],
      description: '',
    });

    const [result] = await importAll(true);

    expect(result?.leftOut.map(({ what }) => what)).toEqual([
      `media.create of ${ARTICLE}`,
      `entry.publish of ${QUOTATION}`,
      'entry.create of api::gone.gone',
      'contentTypes',
    ]);
    expect(result?.action).toBe('import');
  });
});
