import { setTimeout as sleep } from 'node:timers/promises';

import type { Transaction } from '../../../server/src/outbox/database/tables';
import { countDeliveries, drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { refuseCommit } from '../../support/refuse-commit';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

/** Strapi lets a transaction resolve whose COMMIT the database refused, and SQLite keeps it open. */
async function updateWithFailingCommit(customer: string): Promise<void> {
  const { db } = scene.app.strapi;
  let executed: Promise<unknown> | undefined;
  await db
    .transaction(async ({ trx }: Transaction) => {
      executed = (trx as unknown as { executionPromise: Promise<unknown> }).executionPromise;
      executed.catch(() => undefined);
      await quotation.save(customer);
      await refuseCommit(scene.app, trx);
    })
    .catch(() => undefined);
  await expect(executed).rejects.toHaveProperty('message');
  await db.connection.raw('ROLLBACK').catch(() => undefined);
}

test('a COMMIT that fails sends nothing, stores nothing, and keeps no slot', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }],
    concurrency: 1,
  });
  const before = await countDeliveries(app);

  for (let i = 0; i < 3; i += 1) await updateWithFailingCommit('never');
  await sleep(100);
  await drain(app);

  expect(receiver.requests).toEqual([]);
  expect(await countDeliveries(app)).toBe(before);
  const { documentId } = quotation;
  const found = await app.documents(QUOTATION).findOne({ documentId });
  expect(found?.['customer']).not.toBe('never');

  await quotation.save('next');
  await receiver.received(1);
  await drain(app);
  expect(receiver.requests.map(({ text }) => text)).toEqual(['{"customer":"next"}']);
});
