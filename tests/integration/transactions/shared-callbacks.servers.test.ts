import { QUOTATION } from '../../support/documents';
import { gate } from '../../support/gate';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

// What keeps its lease is not sent within any test.
const scene = useScene({ config: { relay: { leaseMs: 600_000 } } });

function create(name: string) {
  return scene.app.documents(QUOTATION).create({ data: { name } });
}

test('of two that share callbacks, one is rolled back and the other is sent', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, events: ['entry.create'] });
  const [ended, rolledBack] = [gate(), gate()];
  let over: Promise<void> | undefined;

  async function two(): Promise<void> {
    const lasting = app.strapi.db.transaction(async () => {
      await create('lasting');
      await rolledBack.opened;
    });
    const failing = app.strapi.db.transaction(async () => {
      await create('never');
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    rolledBack.open();
    await lasting;
  }
  // Opened by work that outlives a transaction, they share its callbacks.
  await app.strapi.db.transaction(() => {
    over = ended.opened.then(two);
  });
  ended.open();
  await over;

  await receiver.received(1, 2_000);
  expect(receiver.requests.map(({ json }) => json)).toEqual([{ id: 'lasting' }]);
});
