import { deliveriesOf, drain, settled } from '../../support/deliveries';
import { WEBHOOK } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

// As short a lease as the configuration takes: a timeout and the margin, not a millisecond more.
const scene = useScene({ config: { relay: { leaseMs: 20_000 }, delivery: { timeoutMs: 15_000 } } });
const quotation = useQuotation(scene);

test('a new delivery is sent', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });

  await quotation.save();

  expect((await settled(app, webhook, 'delivered')).attemptCount).toBe(1);
});

test('the backlog of a paused webhook is delivered once it is enabled', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state: 'paused', concurrency: 2 });
  for (let i = 0; i < 10; i += 1) await quotation.save();
  receiver.replyWith({ delayMs: 10 });

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(10);
  await drain(app);

  expect(receiver.requests).toHaveLength(10);
  const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set(['delivered']));
});

test.each([
  ['as it is written', 'enabled'],
  ['as a backlog', 'paused'],
] as const)('a webhook stored with a longer timeout still delivers, %s', async (_name, state) => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, state });
  const { documentId } = webhook;
  await app.strapi.db.query(WEBHOOK).update({ where: { documentId }, data: { timeoutMs: 60_000 } });
  // The registry learns of it with the next webhook that is written.
  await createWebhook(app, { url: receiver.url, events: ['entry.delete'] });

  await quotation.save();
  if (state === 'paused') await updateWebhook(app, webhook, { state: 'enabled' });

  expect((await settled(app, webhook, 'delivered')).attemptCount).toBe(1);
  expect(receiver.requests).toHaveLength(1);
});
