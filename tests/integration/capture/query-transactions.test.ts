import type { Transaction } from '../../../server/src/outbox/database/tables';
import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { countDeliveries, drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { setHooks } from '../../support/lifecycle-hooks';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();

beforeEach(async () => {
  const { app, receiver } = scene;
  await quotations().deleteMany({});
  await quotations().createMany({ data: [{ name: 'A' }, { name: 'B' }] });
  await createWebhook(app, {
    url: receiver.url,
    events: ['entry.create', 'entry.update', 'entry.delete'],
    mapping: [{ fieldname: '$event' }, { fieldname: 'name' }],
  });
});

const quotations = () => scene.app.strapi.db.query(QUOTATION);

async function names(): Promise<string[]> {
  const rows = (await quotations().findMany({ orderBy: 'name' })) as { name: string }[];
  return rows.map(({ name }) => name);
}

async function sent(): Promise<string[]> {
  await drain(scene.app);
  return scene.receiver.requests.map(({ text }) => text).sort();
}

const WRITES: [string, () => Promise<unknown>][] = [
  ['create', () => quotations().create({ data: { name: 'C' } })],
  ['createMany', () => quotations().createMany({ data: [{ name: 'C' }, { name: 'D' }] })],
  ['update', () => quotations().update({ where: { name: 'A' }, data: { name: 'Z' } })],
  ['updateMany', () => quotations().updateMany({ where: {}, data: { name: 'Z' } })],
  ['delete', () => quotations().delete({ where: { name: 'A' } })],
  ['deleteMany', () => quotations().deleteMany({ where: { name: 'A' } })],
];

test.each(WRITES)('%s in a transaction that is rolled back sends nothing', async (_name, write) => {
  const before = await countDeliveries(scene.app);

  const transaction = scene.app.strapi.db.transaction(async () => {
    await write();
    throw new Error('rolled back');
  });
  await expect(transaction).rejects.toThrow('rolled back');

  expect(await sent()).toEqual([]);
  expect(await countDeliveries(scene.app)).toBe(before);
  expect(await names()).toEqual(['A', 'B']);
});

test.each(WRITES)(
  '%s and its delivery are one: neither without the other',
  async (_name, write) => {
    const { connection } = scene.app.strapi.db;
    await connection.schema.renameTable(DELIVERY_TABLE, 'mislaid');
    try {
      const named = expect.stringContaining(DELIVERY_TABLE) as unknown;
      await expect(write()).rejects.toHaveProperty('message', named);
      expect(await names()).toEqual(['A', 'B']);
    } finally {
      await connection.schema.renameTable('mislaid', DELIVERY_TABLE);
    }
  },
);

test('nothing leaves before the transaction of the caller commits', async () => {
  const { app, receiver } = scene;

  await app.strapi.db.transaction(async ({ trx }: Transaction) => {
    await quotations().create({ data: { name: 'C' } });
    await quotations().update({ where: { name: 'A' }, data: { name: 'Z' } });
    const rows = await trx(DELIVERY_TABLE).whereIn('status', ['pending', 'sending']);
    expect(rows).toHaveLength(2);
    expect(receiver.requests).toEqual([]);
  });

  expect(await sent()).toEqual([
    '{"$event":"entry.create","name":"C"}',
    '{"$event":"entry.update","name":"Z"}',
  ]);
});

test('many writes at once each commit by themselves', async () => {
  const many = Array.from({ length: 20 }, (_, at) => `Q${String(at).padStart(2, '0')}`);

  const writes = await Promise.allSettled([
    ...many.map((name) => quotations().create({ data: { name } })),
    quotations().update({ where: {}, data: {} }),
  ]);

  expect(writes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await sent()).toEqual(many.map((name) => `{"$event":"entry.create","name":"${name}"}`));
});

test('a write whose hook fails is undone, and sends nothing', async () => {
  const removeHooks = setHooks(scene.app, 'bootstrap', QUOTATION, {
    afterCreate: () => Promise.reject(new Error('the hook failed')),
  });
  try {
    await expect(quotations().create({ data: { name: 'C' } })).rejects.toThrow('the hook failed');
  } finally {
    removeHooks();
  }

  expect(await sent()).toEqual([]);
  expect(await names()).toEqual(['A', 'B']);
});

test('with lifecycles switched off, as in a transfer, nothing is captured', async () => {
  const { lifecycles } = scene.app.strapi.db;
  lifecycles.disable();
  try {
    for (const [, write] of WRITES) await write();
  } finally {
    lifecycles.enable();
  }

  expect(await sent()).toEqual([]);
});
