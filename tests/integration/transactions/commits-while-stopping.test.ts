import { containerOf } from '../../../server/src/container';
import { deliveryOf, drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createSecondRelay } from '../../support/second-relay';
import { createWebhook } from '../../support/webhooks';

// What keeps its lease is not sent within any test. A poll under way at the stop could still claim the delivery.
const scene = useScene({ config: { relay: { leaseMs: 600_000, pollIntervalMs: 60_000 } } });

test('deliveries committed while the relay stops are sent after the next start', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, events: ['entry.create'] });
  const { relay } = containerOf(app.strapi);
  await drain(app);

  let stopped: Promise<void> | undefined;
  await app.strapi.db.transaction(async () => {
    await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
    stopped = relay.stop();
  });
  await stopped;
  await eventually(async () => {
    expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', attemptCount: 0 });
  });
  expect(receiver.requests).toEqual([]);

  const next = createSecondRelay(app);
  await next.start();
  await receiver.received(1);
  await next.stop();
});
