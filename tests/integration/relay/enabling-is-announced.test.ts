import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene({ config: { relay: { pollIntervalMs: 60_000 } } });

test('what a paused webhook held leaves when it is enabled, and not with the next poll', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    state: 'paused',
    events: ['entry.create'],
  });
  await app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  await app.documents(QUOTATION).create({ data: { name: 'QTN-00002' } });

  const enabledAt = performance.now();
  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(2);

  expect(performance.now() - enabledAt).toBeLessThan(10_000);
});
