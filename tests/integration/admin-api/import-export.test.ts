import type { ImportResult } from '../../../server/src/contracts/transfer';
import type { WebhookAttributes } from '../../../server/src/contracts/webhook';
import { adminWith, superAdmin, type AdminApi } from '../../support/admin-api';
import { ARTICLE, QUOTATION, WEBHOOK } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const ROUTE = '/document-webhooks/webhooks';
const PLUGIN = 'plugin::document-webhooks';
const URL = 'https://example.com/hook';

const scene = useScene();
let admin: AdminApi;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

function webhook(name: string, more: object = {}) {
  return { name, url: URL, contentTypes: [QUOTATION], events: ['entry.create'], ...more };
}

async function exported(query = ''): Promise<WebhookAttributes[]> {
  const answer = await admin.call('get', `${ROUTE}/export${query}`);
  expect(answer.status).toBe(200);
  return (answer.body as { data: { webhooks: WebhookAttributes[] } }).data.webhooks;
}

async function imported(webhooks: object[], dryRun: boolean): Promise<ImportResult[]> {
  const answer = await admin.call('post', `${ROUTE}/import`, { webhooks, dryRun });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  const { data } = answer.body as { data: { dryRun: boolean; results: ImportResult[] } };
  expect(data.dryRun).toBe(dryRun);
  return data.results;
}

async function names(): Promise<string[]> {
  const found = await scene.app.documents(WEBHOOK).findMany({ sort: 'name:asc' });
  return found.map(({ name }) => name as string);
}

test('an export is what a person decides of each webhook, in the order of their names', async () => {
  await createWebhook(scene.app, {
    ...webhook('B'),
    mapping: [{ fieldname: 'name', key: 'id' }],
  });
  const { documentId } = await createWebhook(scene.app, webhook('A'));

  const [a, b, ...others] = await exported();

  expect(others).toEqual([]);
  expect([a?.name, b?.name]).toEqual(['A', 'B']);
  expect(b).toMatchObject({ url: URL, mapping: [{ fieldname: 'name', key: 'id' }] });
  for (const name of ['documentId', 'origin', 'stateReason', 'health', 'createdAt']) {
    expect(a).not.toHaveProperty(name);
  }
  expect((await exported(`?ids=${documentId}`)).map(({ name }) => name)).toEqual(['A']);
  expect((await admin.call('get', `${ROUTE}/export?ids=nobody`)).status).toBe(404);
});

test('what was exported is imported into an empty Strapi as it was, also as the whole answer', async () => {
  const { app } = scene;
  const before = await createWebhook(app, webhook('A', { rateLimit: 3, retryDelays: [] }));
  const answer = await admin.call('get', `${ROUTE}/export`);
  await app.documents(WEBHOOK).delete({ documentId: before.documentId });

  const importing = await admin.call('post', `${ROUTE}/import`, answer.body as object);

  expect(importing.status).toBe(200);
  const { data } = answer.body as { data: { webhooks: WebhookAttributes[] } };
  expect(await exported()).toEqual(data.webhooks);
});

test('a dry run reports created, updated, unchanged and invalid webhooks, and changes nothing', async () => {
  const { app } = scene;
  await createWebhook(app, webhook('Same'));
  await createWebhook(app, webhook('Other'));
  const before = await exported();

  const results = await imported(
    [
      webhook('New'),
      webhook('Same'),
      webhook('Other', { url: 'https://example.com/moved', timeoutMs: 2_000 }),
      webhook('Bad', { url: 'nowhere', colour: 'red' }),
      webhook('Wrong', { mapping: [{ fieldname: 'nme' }] }),
      webhook('New'),
      { url: URL },
    ],
    true,
  );

  expect(results.map(({ index, name, action }) => [index, name, action])).toEqual([
    [0, 'New', 'create'],
    [1, 'Same', 'unchanged'],
    [2, 'Other', 'update'],
    [3, 'Bad', 'invalid'],
    [4, 'Wrong', 'invalid'],
    [5, 'New', 'invalid'],
    [6, null, 'invalid'],
  ]);
  expect(results[2]?.changes).toEqual([
    { attribute: 'url', old: URL, new: 'https://example.com/moved' },
    { attribute: 'timeoutMs', old: 15_000, new: 2_000 },
  ]);
  expect(results[4]?.errors).toMatchObject([{ path: ['mapping', '0', 'fieldname'] }]);
  expect(results[5]?.errors).toMatchObject([{ path: ['name'] }]);
  expect(await exported()).toEqual(before);
});

test('an import creates and updates by name, and leaves alone what it does not name', async () => {
  const { app } = scene;
  const { documentId } = await createWebhook(app, webhook('Old', { description: 'Kept' }));
  await createWebhook(app, webhook('Bystander'));

  const results = await imported([webhook('New'), webhook('Old', { method: 'PUT' })], false);

  expect(results.map(({ action }) => action)).toEqual(['create', 'update']);
  expect(await names()).toEqual(['Bystander', 'New', 'Old']);
  expect(await app.documents(WEBHOOK).findOne({ documentId })).toMatchObject({
    method: 'PUT',
    description: 'Kept',
  });
});

test('one that is invalid keeps the others out, and is named', async () => {
  await createWebhook(scene.app, webhook('Old'));

  const answer = await admin.call('post', `${ROUTE}/import`, {
    webhooks: [
      webhook('New'),
      webhook('Old', { method: 'PUT' }),
      webhook('Bad', { url: 'nowhere' }),
    ],
  });

  expect(answer.status).toBe(400);
  const { error } = answer.body as { error: { details: { errors: object[] } } };
  expect(error.details.errors).toMatchObject([{ path: ['webhooks', '2', 'url'] }]);
  expect(await names()).toEqual(['Old']);
  expect(await exported()).toMatchObject([{ method: 'POST' }]);
});

test('imported webhooks are in force when the answer comes', async () => {
  const { app, receiver } = scene;
  await imported([webhook('New', { url: receiver.url, mapping: [] })], false);

  await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });

  expect(await receiver.received(1)).toHaveLength(1);
});

test('a webhook declared in code is not changed by an import, but for its state', async () => {
  const { app } = scene;
  const { documentId } = await createWebhook(app, webhook('Declared'));
  await app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data: { origin: 'code' } });

  const [same, state, url] = await Promise.all(
    [{}, { state: 'paused' }, { url: 'https://example.com/moved' }].map(async (more) => {
      const [result] = await imported([webhook('Declared', more)], true);
      return result;
    }),
  );

  expect([same?.action, state?.action, url?.action]).toEqual(['unchanged', 'update', 'invalid']);
  expect(url?.errors).toMatchObject([{ path: ['url'] }]);
});

test.each([
  ['no list', {}],
  ['an empty list', { webhooks: [] }],
  ['a list of names', { webhooks: ['A'] }],
  ['a dry run that is no boolean', { webhooks: [{ name: 'A' }], dryRun: 'yes' }],
])('%s is refused', async (_what, body) => {
  expect((await admin.call('post', `${ROUTE}/import`, body)).status).toBe(400);
});

describe('permissions', () => {
  const reads = { action: 'plugin::content-manager.explorer.read', subject: QUOTATION };
  const may = (...actions: string[]) =>
    adminWith(scene.app, [reads, ...actions.map((it) => ({ action: `${PLUGIN}.webhooks.${it}` }))]);

  test('an import needs those to create and to update', async () => {
    const body = { webhooks: [webhook('New')], dryRun: true };
    const statusOf = async (user: AdminApi) =>
      (await user.call('post', `${ROUTE}/import`, body)).status;

    expect(await statusOf(await may('read', 'create'))).toBe(403);
    expect(await statusOf(await may('read', 'update'))).toBe(403);
    expect(await statusOf(await may('create', 'update'))).toBe(200);
  });

  test('a webhook on a type that the user may not read can be neither imported nor changed', async () => {
    const user = await may('create', 'update');
    await createWebhook(scene.app, webhook('Old', { contentTypes: [ARTICLE], mapping: [] }));

    for (const one of [webhook('New', { contentTypes: [ARTICLE] }), webhook('Old')]) {
      const answer = await user.call('post', `${ROUTE}/import`, { webhooks: [one], dryRun: true });
      expect(answer.status).toBe(403);
    }
  });
});
