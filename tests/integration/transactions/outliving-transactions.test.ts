import { setTimeout as sleep } from 'node:timers/promises';

import { countDeliveries, drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { gate } from '../../support/gate';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const MAPPING = [{ fieldname: 'name' }, { fieldname: 'customer' }];

const scene = useScene();
let quotations: Entry[];

beforeAll(async () => {
  quotations = [];
  for (const name of ['q0', 'q1', 'q2']) {
    quotations.push(await scene.app.documents(QUOTATION).create({ data: { name } }));
  }
});
beforeEach(async () => {
  await createWebhook(scene.app, { url: scene.receiver.url, mapping: MAPPING });
});

function update(index: number, customer: string) {
  const documentId = quotations[index]?.documentId;
  return scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

/** Begins work in a transaction that does not wait for it; resolves when both are over. */
async function outliving(
  work: () => Promise<void>,
  before = () => Promise.resolve(),
): Promise<void> {
  const ended = gate();
  let over: Promise<void> | undefined;
  await scene.app.strapi.db.transaction(async () => {
    await before();
    over = ended.opened.then(work);
  });
  ended.open();
  await over;
}

async function arrived(): Promise<string[]> {
  await drain(scene.app);
  await sleep(100);
  await drain(scene.app);
  return scene.receiver.requests.map(({ text }) => text).sort();
}

test('each write of work that outlives its transaction arrives once', async () => {
  const before = await countDeliveries(scene.app);

  await outliving(async () => {
    await update(0, 'late');
    await update(1, 'late');
    await update(2, 'late');
  });

  expect(await arrived()).toEqual([
    '{"name":"q0","customer":"late"}',
    '{"name":"q1","customer":"late"}',
    '{"name":"q2","customer":"late"}',
  ]);
  expect(await countDeliveries(scene.app)).toBe(before + 3);
});

test('so does what the transaction itself wrote', async () => {
  await outliving(
    async () => {
      await update(0, 'late');
      await update(1, 'late');
    },
    async () => {
      await update(0, 'early');
    },
  );

  expect(await arrived()).toEqual([
    '{"name":"q0","customer":"early"}',
    '{"name":"q0","customer":"late"}',
    '{"name":"q1","customer":"late"}',
  ]);
});

test('what is rolled back there is not sent when the next write commits', async () => {
  const { db } = scene.app.strapi;
  const before = await countDeliveries(scene.app);

  await outliving(async () => {
    const rolledBack = db.transaction(async () => {
      await update(0, 'never');
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await update(1, 'committed');
  });

  expect(await arrived()).toEqual(['{"name":"q1","customer":"committed"}']);
  expect(await countDeliveries(scene.app)).toBe(before + 1);
});
