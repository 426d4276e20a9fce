import { setTimeout as sleep } from 'node:timers/promises';

import type { Connection, Transaction } from '../../../server/src/outbox/database/tables';
import { countDeliveries, drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

function create(name: string): Promise<Entry> {
  return scene.app.documents(QUOTATION).create({ data: { name } });
}

function touch(connection: Connection, { id }: Entry) {
  return connection('quotations').where({ id }).update({ customer: 'touched' });
}

// Only MySQL goes on with a transaction that it has rolled back, as if nothing were.
test('what a deadlock undid is not sent, though the app goes on and commits', async () => {
  const { app, receiver } = scene;
  const [one, other] = [await create('one'), await create('other')];
  await createWebhook(app, { url: receiver.url, events: ['entry.create'] });
  const before = await countDeliveries(app);
  // The one that wrote more survives.
  const heavy = await app.strapi.db.connection.transaction();
  await heavy('quotations').insert(Array.from({ length: 50 }, (_, i) => ({ name: String(i) })));
  await touch(heavy, other);

  await app.strapi.db.transaction(async ({ trx }: Transaction) => {
    await create('undone');
    await touch(trx, one);
    const waiting = touch(trx, other).then();
    const refused = expect(waiting).rejects.toThrow('Deadlock');
    await sleep(200);
    await touch(heavy, one);
    await heavy.commit();
    await refused;
  });
  await sleep(100);
  await drain(app);

  expect(receiver.requests).toEqual([]);
  expect(await countDeliveries(app)).toBe(before);
});
