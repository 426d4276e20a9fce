import { setTimeout as sleep } from 'node:timers/promises';

import { deliveriesOf, drain } from '../support/deliveries';
import { QUOTATION } from '../support/documents';
import { eventually } from '../support/eventually';
import { useScene } from '../support/scene';
import { createWebhook } from '../support/webhooks';
import { letPass } from './support/let-pass';

const MINUTE = 60_000;
const STEP = 30_000;
const DOCUMENTS = 20;
/** The breaker opens after ten failures in a row, and lets one through every 30 seconds. */
const MOST_REQUESTS = 60 + (60 * MINUTE) / STEP;

const scene = useScene({ config: { relay: { pollIntervalMs: 10 } } });

test('an hour of 500: the queue is held and probed, and then all of it arrives once, in order', async () => {
  const { app, receiver } = scene;
  const quotations = app.documents(QUOTATION);
  const documentIds: string[] = [];
  for (let i = 0; i < DOCUMENTS; i += 1) {
    documentIds.push((await quotations.create({ data: { name: `QTN-${String(i)}` } })).documentId);
  }
  receiver.replyWith(500);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'name' }, { fieldname: 'customer' }],
  });
  for (const customer of ['first', 'second']) {
    for (const documentId of documentIds) {
      await quotations.update({ documentId, data: { customer } });
    }
  }

  for (let passed = 0; passed < 60 * MINUTE; passed += STEP) {
    await letPass(app, STEP);
    await sleep(60);
  }
  const failed = receiver.requests.length;
  receiver.replyWith(200);
  receiver.requests.length = 0;
  await eventually(async () => {
    await letPass(app, STEP);
    expect(receiver.requests.length).toBeGreaterThanOrEqual(2 * DOCUMENTS);
  }, 30_000);
  await drain(app);

  expect(failed).toBeGreaterThan(2);
  expect(failed).toBeLessThanOrEqual(MOST_REQUESTS);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(Array(2 * DOCUMENTS).fill('delivered'));
  const sent = receiver.requests.map(({ json }) => json as { name: string; customer: string });
  for (let i = 0; i < DOCUMENTS; i += 1) {
    const own = sent.filter(({ name }) => name === `QTN-${String(i)}`);
    expect(own.map(({ customer }) => customer)).toEqual(['first', 'second']);
  }
});
