import { setTimeout as sleep } from 'node:timers/promises';

import { deliveriesOf } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene({ config: { breaker: { failures: 3, openMs: 60_000 } } });
let quotations: Entry[];

beforeAll(async () => {
  quotations = [];
  for (let i = 0; i < 40; i += 1) {
    const data = { name: `QTN-${String(i)}` };
    quotations.push(await scene.app.documents(QUOTATION).create({ data }));
  }
});

test('what was claimed before the breaker opened is held with the rest', async () => {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const webhook = await createWebhook(app, { url: receiver.url, rateLimit: 20, state: 'paused' });
  for (const { documentId } of quotations) {
    await app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
  }

  await updateWebhook(app, webhook, { state: 'enabled' });
  const statuses = async () => (await deliveriesOf(app, webhook)).map(({ status }) => status);
  const isOpen = async (): Promise<void> => {
    const { health } = await app.service('webhooks').get(webhook.documentId);
    expect(health.openUntil).not.toBeNull();
  };
  await eventually(isOpen, 10_000);
  // What had begun by then ends by itself.
  await eventually(async () => expect(await statuses()).not.toContain('sending'), 10_000);
  const arrived = receiver.requests.length;
  await sleep(1_000);

  expect(receiver.requests).toHaveLength(arrived);
  expect(arrived).toBeLessThan(quotations.length);
  expect(new Set(await statuses())).toEqual(new Set(['pending']));
});
