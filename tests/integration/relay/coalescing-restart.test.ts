import type { App } from '../../support/boot-strapi';
import { deliveryOf, drain, makeDue } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { useRestarts } from '../../support/restarts';
import { createWebhook } from '../../support/webhooks';

const restarts = useRestarts();

async function save(app: App, { documentId }: Entry, customer: string): Promise<void> {
  await app.documents(QUOTATION).update({ documentId, data: { customer } });
}

test('what waits for more events survives a restart, and takes more after it', async () => {
  const { boot, receiver } = restarts;
  const before = await boot();
  const webhook = await createWebhook(before, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer', key: 'c' }],
    coalesceSeconds: 600,
  });
  const document = await before.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  for (const customer of ['one', 'two']) await save(before, document, customer);
  const { nextAttemptAt } = await deliveryOf(before, webhook);
  await before.stop();

  const after = await boot();
  await save(after, document, 'three');
  const waiting = await deliveryOf(after, webhook);
  await makeDue(after, waiting.id);
  await drain(after);
  const delivered = await deliveryOf(after, webhook);
  const webhooks = await after.documents(WEBHOOK).findMany();
  await after.stop();

  expect(webhooks).toHaveLength(1);
  expect(waiting).toMatchObject({ status: 'pending', nextAttemptAt });
  expect(delivered).toMatchObject({ status: 'delivered', coalesced: 2 });
  expect(receiver.requests.map(({ json }) => json)).toEqual([{ c: 'three' }]);
});
