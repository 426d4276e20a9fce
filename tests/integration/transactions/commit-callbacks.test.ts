import { setTimeout as sleep } from 'node:timers/promises';

import type { Connection, Transaction } from '../../../server/src/outbox/database/tables';
import { countDeliveries, drain, settled } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

// What keeps its lease is not sent within any test.
const scene = useScene({ config: { relay: { leaseMs: 600_000 } } });

function create(name: string) {
  return scene.app.documents(QUOTATION).create({ data: { name } });
}

function listen() {
  return createWebhook(scene.app, { url: scene.receiver.url, events: ['entry.create'] });
}

test('what is committed is sent at once where a commit callback of the app throws', async () => {
  const { app, receiver } = scene;
  const webhook = await listen();

  const transaction = app.strapi.db.transaction(async ({ onCommit }: Transaction) => {
    onCommit(() => {
      throw new Error('a callback failed');
    });
    await create('called back');
  });

  await expect(transaction).rejects.toThrow('a callback failed');
  await receiver.received(1, 2_000);
  expect(await settled(app, webhook, 'delivered')).toMatchObject({ attemptCount: 1 });
});

test.each(['commit', 'rollback'] as const)('an app ends a transaction by knex: %s', async (end) => {
  const { app, receiver } = scene;
  await listen();
  const before = await countDeliveries(app);

  await app.strapi.db.transaction(async ({ trx }: Transaction) => {
    await create(`ended by ${end}`);
    await (trx as Connection & Record<typeof end, () => Promise<void>>)[end]();
  });
  await sleep(100);
  await drain(app);

  const there = end === 'commit' ? 1 : 0;
  expect(receiver.requests).toHaveLength(there);
  expect(await countDeliveries(app)).toBe(before + there);
});
