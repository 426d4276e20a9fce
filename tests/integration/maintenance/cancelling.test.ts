import { setTimeout as sleep } from 'node:timers/promises';

import type { DeliveryDetail } from '../../../server/src/contracts/deliveries';
import { deliveriesOf, deliveryOf, settled } from '../../support/deliveries';
import type { Entry } from '../../support/documents';
import { gate } from '../../support/gate';
import { useQuotation } from '../../support/quotation';
import type { Reply } from '../../support/reply';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

// What is not looked for at once is not looked for in this test.
const scene = useScene({ config: { relay: { pollIntervalMs: 60_000 } } });
const quotation = useQuotation(scene);

async function saved(reply: Reply, input = {}): Promise<Entry> {
  const { app, receiver } = scene;
  receiver.replyWith(reply);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [], ...input });
  await quotation.save();
  return webhook;
}

function cancel({ id }: Pick<DeliveryDetail, 'id'>): Promise<void> {
  return scene.app.service('outbox').cancel(id);
}

test('the next delivery of its document is sent immediately', async () => {
  const { app, receiver } = scene;
  const webhook = await saved(500, { retryDelays: [1_000] });
  const first = await settled(app, webhook, 'pending');
  receiver.replyWith(200);
  await quotation.save();
  // Long enough for the look that comes of the write.
  await sleep(200);
  expect(receiver.requests).toHaveLength(1);

  await cancel(first);

  await receiver.received(2, 5_000);
  const [, next] = await deliveriesOf(app, webhook);
  expect(receiver.requests[1]?.headers['webhook-id']).toBe(next?.id);
});

describe('is refused, and changes nothing, of what is', () => {
  async function expectRefused(webhook: Entry, status: DeliveryDetail['status']): Promise<void> {
    const before = await settled(scene.app, webhook, status);

    await expect(cancel(before)).rejects.toThrow(
      `The delivery is ${status}. Only a pending delivery can be cancelled`,
    );

    expect(await deliveryOf(scene.app, webhook)).toEqual(before);
  }

  test('sending', async () => {
    const { opened, open } = gate();
    const webhook = await saved({ until: opened });
    await scene.receiver.received(1);

    await expectRefused(webhook, 'sending');

    open();
    await settled(scene.app, webhook, 'delivered');
  });

  test('delivered', async () => {
    await expectRefused(await saved(200), 'delivered');
  });

  test('failed', async () => {
    await expectRefused(await saved(500), 'failed');
  });

  test('skipped', async () => {
    await expectRefused(await saved(200, { condition: 'false', recordSkipped: true }), 'skipped');
  });

  test('cancelled by a person', async () => {
    const webhook = await saved(200, { state: 'paused' });
    await cancel(await deliveryOf(scene.app, webhook));

    await expectRefused(webhook, 'cancelled');
  });

  test('cancelled with its webhook', async () => {
    const webhook = await saved(200, { state: 'paused' });
    await updateWebhook(scene.app, webhook, { state: 'disabled' });

    await expectRefused(webhook, 'cancelled');
  });
});
