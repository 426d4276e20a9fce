import { deliveriesOf, deliveryOf, drain, makeDue, settled } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const SAVE_BUDGET_MS = 20;
/** What a save may take beside its conditions, on a busy machine. */
const BESIDE_MS = 3_000;

const scene = useScene({
  config: {
    expressions: { timeoutMs: 5, saveBudgetMs: SAVE_BUDGET_MS, renderBudgetMs: 3_000 },
  },
});

/** Takes longer than a save gives it, and is true. */
const SLOW = '$count($map([1..1000], function($i) { $count([1..300]) })) = 1000';
const ENDLESS = '($f := function($x){ $f($x) }; $f(0))';

const conditioned = (condition: string, more: object = {}) =>
  createWebhook(scene.app, {
    url: scene.receiver.url,
    events: ['entry.create', 'entry.update'],
    mapping: [{ fieldname: 'name' }],
    condition,
    ...more,
  });

async function save(data: object): Promise<{ entry: Entry; tookMs: number }> {
  const from = performance.now();
  const entry = await scene.app.documents(QUOTATION).create({ data });
  return { entry, tookMs: performance.now() - from };
}

test('the save goes on, and the relay sends what the condition lets through', async () => {
  const webhook = await conditioned(`${SLOW} and doc.customer = "yes"`);

  const { tookMs } = await save({ name: 'Q1', customer: 'yes' });
  await save({ name: 'Q2', customer: 'no' });
  await drain(scene.app);

  expect(tookMs).toBeLessThan(SAVE_BUDGET_MS + BESIDE_MS);
  expect(scene.receiver.requests.map(({ json }) => json)).toEqual([{ name: 'Q1' }]);
  // What was filtered out leaves no trace, as where the save decides it.
  expect(await deliveriesOf(scene.app, webhook)).toMatchObject([{ status: 'delivered' }]);
});

test('with recordSkipped the log keeps what was filtered out, with the clause', async () => {
  const webhook = await conditioned(`${SLOW} and doc.customer = "yes"`, { recordSkipped: true });

  await save({ name: 'Q', customer: 'no' });
  const delivery = await settled(scene.app, webhook, 'skipped');

  expect(delivery.reason).toBe('The condition was not met: doc.customer = "yes"');
  expect(delivery.attempts).toEqual([]);
});

test('one that fails is kept with its error', async () => {
  const webhook = await conditioned(`${SLOW} and $error("no such customer")`);

  await save({ name: 'Q failing' });
  const delivery = await settled(scene.app, webhook, 'skipped');

  expect(delivery.reason).toMatch(/^The condition failed: no such customer/);
});

test('becomes-true is judged by the document before', async () => {
  await conditioned(`${SLOW} and doc.customer = "yes"`, { conditionMode: 'becomes-true' });
  const quotations = scene.app.documents(QUOTATION);
  const { entry } = await save({ name: 'Q turning', customer: 'no' });
  const { documentId } = entry;

  for (const [name, customer] of [
    ['Q turned', 'yes'],
    ['Q stayed', 'yes'],
  ] as const) {
    await quotations.update({ documentId, data: { name, customer } });
    await drain(scene.app);
  }

  expect(scene.receiver.requests.map(({ json }) => json)).toEqual([{ name: 'Q turned' }]);
});

test('a document keeps the order of its deliveries', async () => {
  const quotations = scene.app.documents(QUOTATION);
  await conditioned(`doc.customer = "quick" or (${SLOW})`);
  const { entry } = await save({ name: '1', customer: 'slow' });
  const { documentId } = entry;
  for (const [name, customer] of [
    ['2', 'quick'],
    ['3', 'slow'],
    ['4', 'quick'],
  ] as const) {
    await quotations.update({ documentId, data: { name, customer } });
  }

  await drain(scene.app);

  expect(scene.receiver.requests.map(({ json }) => json)).toEqual(
    ['1', '2', '3', '4'].map((name) => ({ name })),
  );
});

test('an event that is decided at once waits for an undecided one of the same write', async () => {
  const { app, receiver } = scene;
  await conditioned(`event = "entry.publish" or (${SLOW})`, {
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.publish'],
    mapping: [{ fieldname: '$event', key: 'event' }],
  });

  await app.documents(ARTICLE).create({ data: { title: 'Both' }, status: 'published' });
  await receiver.received(2);

  expect(receiver.requests.map(({ json }) => json)).toEqual([
    { event: 'entry.create' },
    { event: 'entry.publish' },
  ]);
});

test('saved twice in a transaction, it is decided by what was saved last', async () => {
  const { app, receiver } = scene;
  const webhook = await conditioned(`${SLOW} and doc.customer = "yes"`);
  const quotations = app.documents(QUOTATION);
  await app.strapi.db.transaction(async () => {
    for (const customer of ['no', 'yes']) {
      const { documentId } = await quotations.create({ data: { name: customer, customer: 'no' } });
      await quotations.update({ documentId, data: { customer } });
    }
  });

  await drain(app);

  expect(receiver.requests.map(({ json }) => json)).toEqual(
    expect.arrayContaining([{ name: 'yes' }]) as unknown,
  );
  expect(receiver.requests.map(({ json }) => json)).not.toContainEqual({ name: 'no' });
  expect(await deliveriesOf(app, webhook)).toHaveLength(receiver.requests.length);
});

test('however many webhooks and clauses there are, a save waits for one budget', async () => {
  const { app } = scene;
  for (let n = 0; n < 10; n += 1) {
    await conditioned(`${SLOW} and doc.customer = "no"`, { name: `Slow ${String(n)}` });
  }
  const clauses = Array.from({ length: 300 }, (_, n) => `$sum([1..${String(n + 1)}]) > 0`);
  const many = await conditioned(`${clauses.join(' and ')} and doc.customer = "no"`, {
    name: 'Many clauses',
    recordSkipped: true,
  });

  const { tookMs } = await save({ name: 'Q of many', customer: 'yes' });

  expect(tookMs).toBeLessThan(SAVE_BUDGET_MS + BESIDE_MS);
  await drain(app, 60_000);
  expect((await deliveryOf(app, many)).reason).toBe(
    'The condition was not met: doc.customer = "no"',
  );
});

test('one that runs out of time again is retried, with the setting in its log', async () => {
  const { app, receiver } = scene;
  const webhook = await conditioned(ENDLESS, { retryDelays: [1, 1, 1, 1, 1] });

  await save({ name: 'Q endless' });
  await eventually(async () => {
    const [delivery] = await deliveriesOf(app, webhook);
    expect(delivery?.attemptCount).toBeGreaterThan(0);
  }, 60_000);
  const { attempts } = await deliveryOf(app, webhook);
  expect(attempts[0]).toMatchObject({
    outcome: 'render-error',
    error: 'The expression ran longer than 3,000 ms, the limit in expressions.renderBudgetMs',
  });

  await updateWebhook(app, webhook, { condition: 'doc.name = "Q endless"' });
  await receiver.received(1);
});

test('what is undecided replaces nothing that waits for a retry', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 200);
  const condition = `${SLOW} and doc.customer = "yes"`;
  const webhook = await conditioned(condition, { supersede: true, retryDelays: [3_600] });
  const { entry } = await save({ name: 'Q superseding', customer: 'yes' });
  const { id } = await settled(app, webhook, 'pending');

  const { documentId } = entry;
  await app.documents(QUOTATION).update({ documentId, data: { customer: 'no' } });
  await drain(app);

  // The condition lets only the first through: its receiver must get that one.
  const [older, newer] = await deliveriesOf(app, webhook);
  expect([older?.status, older?.supersededBy, newer?.status]).toEqual(['pending', null, 'pending']);
  await makeDue(app, id);
  await drain(app);
  expect(receiver.requests.map(({ json }) => json)).toEqual(
    Array(2).fill({ name: 'Q superseding' }),
  );
  expect((await deliveriesOf(app, webhook)).map(({ status }) => status)).toEqual(['delivered']);
});
