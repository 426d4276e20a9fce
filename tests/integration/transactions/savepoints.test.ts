import { setTimeout as sleep } from 'node:timers/promises';

import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { databaseKind } from '../../support/databases';
import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { inTransaction, SAVEPOINT_STYLES, undone } from '../../support/savepoint';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene();
let created = 0;

/** Every repeat merges into one that is stored already, leased or not. */
const KINDS: [string, WebhookInput][] = [
  ['leased at birth', {}],
  ['claimed', { rateLimit: 100 }],
  ['evaluated', { payload: 'template', template: '{ "customer": doc.customer }' }],
  ['many at a time', { ordering: 'none' }],
];

function listen(input: WebhookInput = {}): Promise<Entry> {
  const { app, receiver } = scene;
  return createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }],
    ...input,
  });
}

function quotation(data: object = {}): Promise<Entry> {
  created += 1;
  const name = `QTN-${String(created)}`;
  return scene.app.documents(QUOTATION).create({ data: { name, ...data } });
}

async function save({ documentId }: Entry, customer: string): Promise<void> {
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

/** What arrived, a while after all that is due has left. */
async function sent(): Promise<unknown[]> {
  const { app, receiver } = scene;
  await drain(app);
  await sleep(100);
  await drain(app);
  return receiver.requests.map(({ json }) => json);
}

/** With each delivery's place among those of its document: of what was undone numbers may be missing. */
async function logOf(webhook: Entry) {
  const deliveries = await deliveriesOf(scene.app, webhook);
  return deliveries.map(({ status, sequence, coalesced, documentId }) => {
    const before = deliveries.filter(
      (it) => it.documentId === documentId && (it.sequence ?? 0) <= (sequence ?? 0),
    );
    return [status, sequence && before.filter((it) => it.sequence).length, coalesced];
  });
}

describe.each(SAVEPOINT_STYLES)('rolled back to a savepoint by %s', (style) => {
  test('a document is not sent, and the next is', async () => {
    const webhook = await listen({ events: ['entry.create'] });

    await inTransaction(scene.app, async (trx) => {
      await undone(trx, () => quotation({ customer: 'undone' }), style);
      await quotation({ customer: 'kept' });
    });

    expect(await sent()).toEqual([{ customer: 'kept' }]);
    expect(await logOf(webhook)).toEqual([['delivered', 1, 0]]);
  });

  test.each(KINDS)('an update is not sent, and the next is (%s)', async (_name, kind) => {
    const webhook = await listen(kind);
    const document = await quotation();

    await inTransaction(scene.app, async (trx) => {
      await undone(trx, () => save(document, 'undone'), style);
      await save(document, 'kept');
    });

    expect(await sent()).toEqual([{ customer: 'kept' }]);
    expect(await logOf(webhook)).toEqual([['delivered', 1, 0]]);
  });

  test.each(KINDS)('a repeat leaves the earlier state (%s)', async (_name, kind) => {
    const webhook = await listen(kind);
    const document = await quotation();
    await save(document, 'before');
    await sent();

    await inTransaction(scene.app, async (trx) => {
      await save(document, 'once');
      await save(document, 'kept');
      await undone(trx, () => save(document, 'undone'), style);
    });

    expect(await sent()).toEqual([{ customer: 'before' }, { customer: 'kept' }]);
    expect(await logOf(webhook)).toEqual([
      ['delivered', 1, 0],
      ['delivered', 2, 1],
    ]);
  });
});

test('what follows is counted without what was undone', async () => {
  const webhook = await listen();
  const document = await quotation();

  await inTransaction(scene.app, async (trx) => {
    await save(document, 'first');
    await undone(trx, async () => {
      await save(document, 'undone');
      await save(document, 'undone too');
    });
    await save(document, 'second');
    await undone(trx, () => save(document, 'undone again'));
  });

  expect(await sent()).toEqual([{ customer: 'second' }]);
  expect(await logOf(webhook)).toEqual([['delivered', 1, 1]]);
});

describe('a delivery that was replaced in between is back', () => {
  const events: WebhookInput['events'] = ['entry.update', 'entry.publish'];
  const mapping = [{ fieldname: '$event', key: 'event' }, { fieldname: 'title' }];

  test.each(KINDS.slice(0, 2))('(%s)', async (_name, kind) => {
    const webhook = await listen({ ...kind, contentTypes: [ARTICLE], events, mapping });
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Born' } });

    await inTransaction(scene.app, async (trx) => {
      await articles.update({ documentId, data: { title: 'One' } });
      await undone(trx, async () => {
        await articles.publish({ documentId });
        await articles.update({ documentId, data: { title: 'Undone' } });
      });
      await articles.update({ documentId, data: { title: 'Two' } });
      await articles.publish({ documentId });
    });

    expect(await sent()).toEqual([
      { event: 'entry.update', title: 'Two' },
      { event: 'entry.publish', title: 'Two' },
    ]);
    expect(await logOf(webhook)).toEqual([
      ['delivered', 1, 1],
      ['delivered', 2, 0],
    ]);
  });

  test('and leaves at once, where nothing follows', async () => {
    await listen({ contentTypes: [ARTICLE], events, mapping });
    const articles = scene.app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Born' } });

    await inTransaction(scene.app, async (trx) => {
      await articles.update({ documentId, data: { title: 'Kept' } });
      await undone(trx, async () => {
        await articles.publish({ documentId });
        await articles.update({ documentId, data: { title: 'Undone' } });
      });
    });

    expect(await sent()).toEqual([{ event: 'entry.update', title: 'Kept' }]);
  });
});

describe('savepoints in savepoints', () => {
  async function customers(work: string[]): Promise<unknown[]> {
    await listen({ events: ['entry.create'] });
    await inTransaction(scene.app, async (trx) => {
      for (const step of work) {
        if (step === step.toUpperCase()) await trx.raw(step);
        else await quotation({ customer: step });
      }
    });
    return (await sent()).map((it) => (it as { customer: string }).customer);
  }

  test.each([
    [
      'the inner one',
      ['one', 'SAVEPOINT A', 'two', 'SAVEPOINT B', 'three', 'ROLLBACK TO B', 'four'],
    ],
    [
      'twice to the same',
      [
        'one',
        'SAVEPOINT A',
        'two',
        'SAVEPOINT B',
        'x',
        'ROLLBACK TO B',
        'y',
        'ROLLBACK TO B',
        'four',
      ],
    ],
    [
      'the inner one, and its name means the next',
      [
        'one',
        'SAVEPOINT A',
        'two',
        'RELEASE SAVEPOINT A',
        'SAVEPOINT A',
        'x',
        'ROLLBACK TO A',
        'four',
      ],
    ],
  ])('back to %s', async (_name, work) => {
    expect(await customers(work)).toEqual(['one', 'two', 'four']);
  });

  test('back to the outer one, past one that is released', async () => {
    const work = ['one', 'SAVEPOINT A', 'x', 'SAVEPOINT B', 'y', 'RELEASE SAVEPOINT B', 'z'];
    expect(await customers([...work, 'ROLLBACK TO SAVEPOINT A;', 'two'])).toEqual(['one', 'two']);
  });

  test('what is released stays', async () => {
    const work = ['SAVEPOINT A', 'one', 'RELEASE SAVEPOINT A', 'two'];
    expect(await customers(work)).toEqual(['one', 'two']);
  });
});

test('a statement that fails inside keeps nothing of what goes on', async () => {
  const webhook = await listen({ events: ['entry.create'] });
  const { name } = await quotation();
  await drain(scene.app);
  scene.receiver.requests.length = 0;

  await inTransaction(scene.app, async (trx) => {
    await quotation({ customer: 'one' });
    await undone(trx, () => expect(quotation({ name })).rejects.toThrow('unique'));
    await quotation({ customer: 'two' });
  });

  expect(await sent()).toEqual([{ customer: 'one' }, { customer: 'two' }]);
  expect((await logOf(webhook)).slice(1)).toEqual([
    ['delivered', 1, 0],
    ['delivered', 1, 0],
  ]);
});

test('slots are free again, whatever becomes of the transaction', async () => {
  const webhook = await listen({ concurrency: 1 });
  const document = await quotation();
  for (const fails of [true, false, true, false]) {
    const transaction = inTransaction(scene.app, async (trx) => {
      await undone(trx, () => save(document, 'never'));
      if (fails) throw new Error('rolled back');
    });
    await transaction.catch(() => undefined);
  }

  await save(document, 'at last');

  expect(await sent()).toEqual([{ customer: 'at last' }]);
  expect(await logOf(webhook)).toEqual([['delivered', 1, 0]]);
});

test('what waits for more has what was merged into it before, and after', async () => {
  const webhook = await listen({ coalesceSeconds: 2 });
  const document = await quotation();
  await save(document, 'waits');

  await inTransaction(scene.app, async (trx) => {
    await undone(trx, () => save(document, 'undone'));
    await save(document, 'kept');
    await undone(trx, () => save(document, 'undone'));
  });

  await scene.receiver.received(1);
  expect(await sent()).toEqual([{ customer: 'kept' }]);
  expect(await logOf(webhook)).toEqual([['delivered', 1, 1]]);
});

describe('what was before', () => {
  const mapping = [{ fieldname: 'customer' }, { fieldname: '$previous.customer', key: 'before' }];

  test('is what was before the first write that stays', async () => {
    await listen({ mapping });
    const document = await quotation({ customer: 'a' });

    await inTransaction(scene.app, async (trx) => {
      await undone(trx, () => save(document, 'b'));
      await save(document, 'c');
      await undone(trx, () => save(document, 'd'));
      await save(document, 'e');
    });

    expect(await sent()).toEqual([{ customer: 'e', before: 'a' }]);
  });

  test('is not what was so in between', async () => {
    await listen({
      contentTypes: [ARTICLE],
      mapping: [{ fieldname: 'title' }, { fieldname: '$previous.title', key: 'before' }],
    });
    const articles = scene.app.documents(ARTICLE);
    const article = await articles.create({ data: { title: 'Live' }, status: 'published' });
    const { documentId } = article;
    await articles.update({ documentId, data: { title: 'Draft' } });
    await sent();
    scene.receiver.requests.length = 0;

    await inTransaction(scene.app, async (trx) => {
      await undone(trx, async () => {
        await articles.discardDraft({ documentId });
        await articles.update({ documentId, data: { title: 'Undone' } });
      });
      await articles.update({ documentId, data: { title: 'Kept' } });
    });

    expect(await sent()).toEqual([{ title: 'Kept', before: 'Draft' }]);
  });

  test('is remembered of what the filter kept out', async () => {
    await listen({ mapping, condition: 'doc.customer != "hidden"' });
    const document = await quotation({ customer: 'a' });

    await inTransaction(scene.app, async (trx) => {
      await save(document, 'hidden');
      await undone(trx, () => save(document, 'b'));
      await save(document, 'c');
    });

    expect(await sent()).toEqual([{ customer: 'c', before: 'a' }]);
  });
});

describe('what the filter keeps out', () => {
  const input: WebhookInput = { condition: 'doc.customer != "hidden"', recordSkipped: true };

  test('is not in the log where it was undone', async () => {
    const webhook = await listen(input);
    const document = await quotation();

    await inTransaction(scene.app, async (trx) => {
      await undone(trx, () => save(document, 'hidden'));
      await save(document, 'kept');
    });

    expect(await sent()).toEqual([{ customer: 'kept' }]);
    expect(await logOf(webhook)).toEqual([['delivered', 1, 0]]);
  });

  test('is in the log where what brought it through was undone', async () => {
    const webhook = await listen(input);
    const document = await quotation();

    await inTransaction(scene.app, async (trx) => {
      await save(document, 'hidden');
      await undone(trx, () => save(document, 'undone'));
    });

    expect(await sent()).toEqual([]);
    expect(await logOf(webhook)).toEqual([['skipped', null, 0]]);
  });

  test('does not keep out what stood there before', async () => {
    const webhook = await listen(input);
    const document = await quotation();

    await inTransaction(scene.app, async (trx) => {
      await save(document, 'kept');
      await undone(trx, () => save(document, 'hidden'));
    });

    expect(await sent()).toEqual([{ customer: 'kept' }]);
    expect(await logOf(webhook)).toEqual([['delivered', 1, 0]]);
  });
});

test.each(KINDS)('a repeat whose delivery is gone has one of its own (%s)', async (_name, kind) => {
  const webhook = await listen(kind);
  const document = await quotation();

  await inTransaction(scene.app, async (trx) => {
    await save(document, 'gone');
    await trx(DELIVERY_TABLE).where({ webhook_id: webhook.documentId }).delete();
    await save(document, 'kept');
  });

  expect(await sent()).toEqual([{ customer: 'kept' }]);
  expect((await logOf(webhook)).map(([status]) => status)).toEqual(['delivered']);
});

/** PostgreSQL has a second word for it. */
const ROLLBACKS = databaseKind === 'postgres' ? ['ROLLBACK', 'ABORT'] : ['ROLLBACK'];

test.each(ROLLBACKS)('what is rolled back by a plain %s is not sent', async (statement) => {
  const webhook = await listen({ events: ['entry.create'] });

  const rolledBack = inTransaction(scene.app, async (trx) => {
    await quotation({ customer: 'gone' });
    await trx.raw(statement);
  });
  // SQLite has nothing left to commit then.
  await rolledBack.catch(() => undefined);

  expect(await sent()).toEqual([]);
  expect(await logOf(webhook)).toEqual([]);
});

test('a savepoint that is not there undoes nothing', async () => {
  const webhook = await listen({ events: ['entry.create'] });

  const goesOn = inTransaction(scene.app, async (trx) => {
    await quotation({ customer: 'kept' });
    const refused = trx.raw('ROLLBACK TO SAVEPOINT Nowhere').then();
    await expect(refused).rejects.toHaveProperty('message');
  });
  await goesOn.catch(() => undefined);

  // PostgreSQL commits nothing after an error.
  const kept = databaseKind !== 'postgres';
  expect(await sent()).toEqual(kept ? [{ customer: 'kept' }] : []);
  expect(await logOf(webhook)).toEqual(kept ? [['delivered', 1, 0]] : []);
});
