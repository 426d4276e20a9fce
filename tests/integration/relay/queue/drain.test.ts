import { deliveryOf, drain, settled } from '../../../support/deliveries';
import { CATEGORY, type Entry } from '../../../support/documents';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook, updateWebhook } from '../../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

test('resolves once all that is due is sent and settled', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 100 });
  const webhook = await createWebhook(app, { url: receiver.url });
  await quotation.save();

  await drain(app);

  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
});

test('resolves not before what waited for another of its document, however they meet its looks', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  for (let round = 1; round <= 30; round += 1) {
    for (let i = 0; i < 3; i += 1) await quotation.save();
    await drain(app);

    const { pagination } = await app.service('deliveries').list({
      webhook: webhook.documentId,
      status: ['delivered'],
      page: 1,
      pageSize: 1,
    });
    expect(pagination.total).toBe(3 * round);
  }
});

test('waits for retries that are due, not for those to come', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500, 500, 200);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0, 1_000] });
  await quotation.save();

  await drain(app);

  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', attemptCount: 2 });
});

test('resolves at once where nothing is due', async () => {
  const began = performance.now();

  await drain(scene.app);

  expect(performance.now() - began).toBeLessThan(5_000);
});

test('does not wait for a paused webhook', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, state: 'paused' });
  await quotation.save();

  await drain(app);

  expect(receiver.requests).toEqual([]);
});

test('rejects when the time given is over', async () => {
  const { app, receiver } = scene;
  receiver.replyWith('hang');
  const webhook = await createWebhook(app, {
    url: receiver.url,
    timeoutMs: 3_000,
    retryDelays: [],
  });
  await quotation.save();
  const began = performance.now();

  await expect(drain(app, 200)).rejects.toThrow('did not drain');

  expect(performance.now() - began).toBeLessThan(3_000);
  await settled(app, webhook, 'failed');
});

test('many webhooks whose retries lie in the future keep neither a drain nor a due delivery waiting', async () => {
  const { app, receiver } = scene;
  receiver.replyAt('/down', 500);
  const down: Entry[] = [];
  for (let i = 0; i < 40; i += 1) {
    down.push(await createWebhook(app, { url: `${receiver.url}/down`, retryDelays: [1_000] }));
  }
  await quotation.save();
  await drain(app);
  expect(receiver.requestsAt('/down')).toHaveLength(40);

  const up = await createWebhook(app, {
    url: `${receiver.url}/up`,
    contentTypes: [CATEGORY],
    events: ['entry.create'],
    state: 'paused',
  });
  await app.documents(CATEGORY).create({ data: { name: 'Due' } });
  await updateWebhook(app, up, { state: 'enabled' });
  await drain(app);

  expect(receiver.requestsAt('/up')).toHaveLength(1);
});

test('is refused at once inside a transaction', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  const began = performance.now();

  await app.strapi.db.transaction(async () => {
    await quotation.save();
    await expect(drain(app)).rejects.toThrow('inside a transaction');
  });

  expect(performance.now() - began).toBeLessThan(5_000);
  await drain(app);
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
});
