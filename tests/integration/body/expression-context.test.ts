import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

import request from 'supertest';

import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { superAdmin } from '../../support/admin-api';
import { databaseKind } from '../../support/databases';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

function listen(input: WebhookInput): Promise<Entry> {
  return createWebhook(scene.app, { url: scene.receiver.url, mapping: [], ...input });
}

async function sent(): Promise<unknown[]> {
  const { app, receiver } = scene;
  await drain(app);
  return receiver.requests.splice(0).map(({ json }) => json);
}

const EVERYTHING =
  '{ "event": event, "uid": uid, "model": model, "documentId": documentId, "locale": locale, "status": status, "timestamp": timestamp, "sequence": sequence, "changed": changed, "actor": actor, "was": previous.title, "is": doc.title }';

test('an expression reaches all of the context', async () => {
  const { app } = scene;
  await listen({
    contentTypes: [ARTICLE],
    events: ['entry.update'],
    payload: 'template',
    template: EVERYTHING,
  });
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'Before', priority: 1 } });
  await articles.update({ documentId, data: { title: 'After', priority: 1 } });

  const [body] = await sent();
  expect(body).toEqual({
    event: 'entry.update',
    uid: ARTICLE,
    model: 'article',
    documentId,
    locale: 'en',
    status: 'draft',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    sequence: 1,
    changed: ['title'],
    actor: { type: 'system' },
    was: 'Before',
    is: 'After',
  });
});

test('a mapping reaches previous, changed and actor by $-names', async () => {
  const { app } = scene;
  await listen({
    events: ['entry.create', 'entry.update', 'entry.delete'],
    mapping: [
      '$event',
      '$changed',
      '$previous.total',
      '$previous.items.sku',
      '$actor.type',
      'total',
    ].map((fieldname) => ({ fieldname, key: fieldname.replaceAll('.', '_') })),
  });
  const quotations = app.documents(QUOTATION);
  const { documentId } = await quotations.create({
    data: { name: 'P1', total: 1, items: [{ sku: 'A' }, { sku: 'B' }] },
  });
  await quotations.update({ documentId, data: { total: 2, items: [{ sku: 'C' }] } });
  await quotations.delete({ documentId });
  const by = { $actor_type: 'system' };
  expect(await sent()).toEqual([
    {
      $event: 'entry.create',
      $changed: null,
      $previous_total: null,
      $previous_items_sku: null,
      total: 1,
      ...by,
    },
    {
      $event: 'entry.update',
      $changed: ['total', 'items'],
      $previous_total: 1,
      $previous_items_sku: ['A', 'B'],
      total: 2,
      ...by,
    },
    {
      $event: 'entry.delete',
      $changed: [],
      $previous_total: 2,
      $previous_items_sku: ['C'],
      total: 2,
      ...by,
    },
  ]);
});

test('previous of a publish is what was published before', async () => {
  const { app } = scene;
  await listen({
    contentTypes: [ARTICLE],
    events: ['entry.publish', 'entry.draft-discard'],
    payload: 'template',
    template: '{ "e": event, "was": previous.title, "is": doc.title, "changed": changed }',
  });
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'One' } });
  await articles.publish({ documentId });
  await articles.update({ documentId, data: { title: 'Two', priority: 3 } });
  await articles.publish({ documentId });
  await articles.update({ documentId, data: { title: 'Three' } });
  await articles.discardDraft({ documentId });
  expect(await sent()).toEqual([
    { e: 'entry.publish', is: 'One', changed: null },
    { e: 'entry.publish', was: 'One', is: 'Two', changed: ['title', 'priority'] },
    { e: 'entry.draft-discard', was: 'Three', is: 'Two', changed: ['title'] },
  ]);
});

test('merged writes of one transaction: previous is what was before the first', async () => {
  const { app } = scene;
  await listen({
    mapping: [
      { fieldname: '$previous.total', key: 'was' },
      { fieldname: 'total' },
      { fieldname: '$changed' },
    ],
  });
  const quotations = app.documents(QUOTATION);
  const { documentId } = await quotations.create({ data: { name: 'M1', total: 1 } });
  await app.strapi.db.transaction(async () => {
    await quotations.update({ documentId, data: { total: 2 } });
    await quotations.update({ documentId, data: { customer: 'X' } });
  });
  expect(await sent()).toEqual([{ was: 1, total: 2, $changed: ['customer', 'total'] }]);
});

test('coalesced writes: previous is what was before the first, and what changed adds up', async () => {
  const { app } = scene;
  await listen({
    coalesceSeconds: 1,
    mapping: [
      { fieldname: '$previous.total', key: 'was' },
      { fieldname: 'total' },
      { fieldname: '$changed' },
    ],
  });
  const quotations = app.documents(QUOTATION);
  const { documentId } = await quotations.create({ data: { name: 'M2', total: 1 } });
  await quotations.update({ documentId, data: { total: 2 } });
  await quotations.update({ documentId, data: { customer: 'X' } });
  await scene.receiver.received(1);
  expect(await sent()).toEqual([{ was: 1, total: 2, $changed: ['total', 'customer'] }]);
});

describe('actor', () => {
  async function actorsOf(webhook: Entry) {
    return (await deliveriesOf(scene.app, webhook)).map(({ actor }) => actor);
  }

  test('an admin, by id and name alone', async () => {
    const { app } = scene;
    const admin = await superAdmin(app);
    const webhook = await listen({
      events: ['entry.create'],
      mapping: [{ fieldname: '$actor.name', key: 'by' }],
    });
    await admin.call('post', `/content-manager/collection-types/${QUOTATION}`, { name: 'A1' });
    expect(await actorsOf(webhook)).toEqual([
      { type: 'admin', id: expect.any(Number) as number, name: 'Test' },
    ]);
    expect(await sent()).toEqual([{ by: 'Test' }]);
  });

  test('an API token, by its name', async () => {
    const { app } = scene;
    const webhook = await listen({ events: ['entry.create'] });
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(token: object): Promise<{ id: number; accessKey: string }>;
    };
    const token = await tokens.create({
      name: 'Importer',
      type: 'full-access',
      lifespan: null,
      description: '',
    });
    const answer = await request(app.strapi.server.httpServer)
      .post('/api/quotations')
      .set('authorization', `Bearer ${token.accessKey}`)
      .send({ data: { name: 'A2' } });
    expect(answer.status).toBe(201);
    expect(await actorsOf(webhook)).toEqual([
      { type: 'api-token', id: token.id, name: 'Importer' },
    ]);
  });
});

const inWrite = new AsyncLocalStorage<string[]>();

/**
 * The statements of a write's transaction: not the relay's meanwhile, nor what Strapi reads after
 * the commit for its own events, which a database may answer before or after the write's caller.
 */
async function statementsOf(write: () => Promise<unknown>): Promise<string[]> {
  const { connection } = scene.app.strapi.db;
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => inWrite.getStore()?.push(sql);
  connection.on('query', note);
  await inWrite.run(statements, write);
  connection.removeListener('query', note);
  const end = statements.findIndex((sql) => /^COMMIT/i.test(sql));
  expect(end).toBeGreaterThan(0);
  return statements.slice(0, end).filter((sql) => !/^BEGIN/i.test(sql));
}

const isOfOutbox = (sql: string) => sql.includes('document_webhooks_');
const isInsert = (sql: string) => /insert into \S*document_webhooks_deliveries/i.test(sql);

test('components that the write itself wrote are not read again', async () => {
  const { app } = scene;
  const items = [{ sku: 'A', dimensions: { length: 1 } }, { sku: 'B' }];
  const create = () =>
    statementsOf(() => app.documents(QUOTATION).create({ data: { name: randomUUID(), items } }));

  const without = (await create()).length;
  await listen({
    contentTypes: [QUOTATION],
    events: ['entry.create'],
    mapping: [{ fieldname: 'items' }],
    state: 'paused',
  });
  const statements = await create();
  expect(statements).toHaveLength(without + 1);
  expect(statements.filter(isInsert)).toHaveLength(1);
});

test('only what is named costs a query: plain fields add none but the insert', async () => {
  const { app } = scene;
  const { documentId } = await app.documents(AUTHOR).create({ data: { name: 'Ada' } });
  const ofUpdate = () =>
    statementsOf(() =>
      app.documents(AUTHOR).update({ documentId, data: { bio: String(Math.random()) } }),
    );

  const without = (await ofUpdate()).length;
  const input = { contentTypes: [AUTHOR], events: ['entry.update' as const], coalesceSeconds: 0 };
  const plain = await listen({
    ...input,
    state: 'paused',
    mapping: [{ fieldname: 'name' }, { fieldname: '$event' }],
  });
  const withFields = await ofUpdate();
  expect(withFields.filter(isInsert)).toHaveLength(1);
  expect(withFields.filter((sql) => !isOfOutbox(sql))).toHaveLength(without);
  // On MySQL an insert cannot look into its own table: the sequence takes statements of its own.
  const ofOutbox = withFields.filter(isOfOutbox).length;
  expect(ofOutbox).toBe(databaseKind === 'mysql' ? 6 : 1);

  await app.documents('plugin::document-webhooks.webhook').delete({ documentId: plain.documentId });
  await listen({
    ...input,
    state: 'paused',
    mapping: [{ fieldname: '$previous.name', key: 'was' }],
  });
  expect((await ofUpdate()).length).toBeGreaterThan(without + 1);
});
