import { setTimeout as sleep } from 'node:timers/promises';

import { containerOf } from '../../../server/src/container';
import { deliveriesOf, deliveryOf, drain, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();

/** A webhook in force whose rule cannot render the customer `broken`, until it is saved again. */
async function brokenWebhook(): Promise<Entry> {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create', 'entry.update'],
    mapping: [{ fieldname: 'customer' }],
  });
  // Let the look for other instances' edits pass: it reads the new webhook once more.
  await sleep(1_500);
  const inForce = containerOf(app.strapi).registry.get(webhook.documentId);
  if (!inForce) throw new Error('The webhook is not in force');
  const { renderFields } = inForce;
  inForce.renderFields = (input) => {
    const { customer } = input.doc as { customer: string };
    if (customer === 'broken') throw new Error('No rendering this');
    return renderFields(input);
  };
  return webhook;
}

test('what does not render breaks no save, and ends as a render-error that a new mapping heals', async () => {
  const { app, receiver } = scene;
  const webhook = await brokenWebhook();
  const quotations = app.documents(QUOTATION);

  const { documentId } = await quotations.create({ data: { name: 'Q', customer: 'broken' } });
  const delivery = await settled(app, webhook, 'failed');

  expect(await quotations.findOne({ documentId })).toMatchObject({ name: 'Q' });
  expect(delivery.attempts).toMatchObject([{ outcome: 'render-error', statusCode: null }]);
  expect(delivery.reason).toContain('No rendering this');
  expect(receiver.requests).toEqual([]);

  await updateWebhook(app, webhook, { mapping: [{ fieldname: 'name' }] });
  await app.service('outbox').redeliver(delivery.id, 'rerendered');
  await drain(app);
  expect((await deliveryOf(app, webhook)).status).toBe('delivered');
  expect(receiver.requests.map(({ json }) => json)).toEqual([{ name: 'Q' }]);
});

test('where only the last of a transaction does not render, that is found out at once', async () => {
  const { app } = scene;
  const webhook = await brokenWebhook();
  const quotations = app.documents(QUOTATION);
  const { documentId } = await quotations.create({ data: { name: 'Q3' } });
  await drain(app);

  await app.strapi.db.transaction(async () => {
    for (const customer of ['fine', 'broken']) {
      await quotations.update({ documentId, data: { customer } });
    }
  });

  await eventually(async () => {
    const [, delivery] = await deliveriesOf(app, webhook);
    expect(delivery).toMatchObject({ status: 'failed', coalesced: 1 });
  });
});

test('it holds up neither its document nor its webhook', async () => {
  const { app, receiver } = scene;
  await brokenWebhook();
  const quotations = app.documents(QUOTATION);
  const { documentId } = await quotations.create({ data: { name: 'Q2', customer: 'broken' } });

  await quotations.update({ documentId, data: { customer: 'mended' } });
  await receiver.received(1);

  expect(receiver.requests.map(({ json }) => json)).toEqual([{ customer: 'mended' }]);
});
