import { deliveriesOf, deliveryOf, drain, makeDue } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { gate } from '../../support/gate';
import { inTransaction } from '../../support/savepoint';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

// What waits for a poll is not sent within any test.
const scene = useScene({ config: { relay: { pollIntervalMs: 60_000 } } });
const documents: Entry[] = [];

beforeAll(async () => {
  for (const name of ['A', 'B']) {
    documents.push(await scene.app.documents(QUOTATION).create({ data: { name } }));
  }
  // What locks the gap before a row keeps out what is less.
  documents.sort((a, b) => (a.documentId < b.documentId ? 1 : -1));
});

async function save(at: number, customer: string): Promise<void> {
  const { documentId } = documents[at] as Entry;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A transaction that stays open after its work, until the function that is returned ends it. */
async function opened(work: () => Promise<void>): Promise<() => Promise<void>> {
  const [done, ended] = [gate(), gate()];
  const over = inTransaction(scene.app, async () => {
    await work();
    done.open();
    await ended.opened;
  });
  const end = (): Promise<void> => {
    ended.open();
    return over;
  };
  ends.push(end);
  await Promise.race([done.opened, over]);
  return end;
}

/** A webhook that makes one call of many documents. */
function collecting(): Promise<Entry> {
  return createWebhook(scene.app, {
    url: scene.receiver.url,
    mapping: [{ fieldname: 'customer' }],
    coalesceSeconds: 600,
    coalesceScope: 'webhook',
  });
}

const customers = () => scene.receiver.requests.map(({ json }) => json);

test('one that stays open keeps nobody else from being sent, and is sent after its end', async () => {
  const { app, receiver } = scene;
  const mapping = [{ fieldname: 'customer' }];
  await createWebhook(app, { url: receiver.url, mapping, concurrency: 1 });
  const end = await opened(() => save(0, 'later'));

  await save(1, 'meanwhile');
  await receiver.received(1, 10_000);
  expect(customers()).toEqual([{ customer: 'meanwhile' }]);
  await end();

  await receiver.received(2, 10_000);
  expect(customers()).toEqual([{ customer: 'meanwhile' }, { customer: 'later' }]);
});

test('two that merge into one call of a webhook do not wait for each other', async () => {
  const { app } = scene;
  const webhook = await collecting();
  await save(0, 'waits');
  const end = await opened(() => save(0, 'merged'));

  await save(1, 'by itself');
  await end();

  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ coalesced }) => coalesced)).toEqual([1, 0]);
  for (const { id } of deliveries) await makeDue(app, id);
  await drain(app);
  expect(customers()).toEqual(
    expect.arrayContaining([{ customer: 'merged' }, { customer: 'by itself' }]),
  );
});

test('while one merges into a call its webhook can be disabled, and what was merged is not sent', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, coalesceSeconds: 600 });
  await save(0, 'waits');
  const end = await opened(() => save(0, 'merged'));

  await updateWebhook(app, webhook, { state: 'disabled' });
  await end();

  await makeDue(app, (await deliveryOf(app, webhook)).id);
  await drain(app);
  expect(receiver.requests).toEqual([]);
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'cancelled', coalesced: 1 });
});

test('with two calls waiting, the one that nobody merges into takes more', async () => {
  const webhook = await collecting();
  await save(0, 'first');
  const end = await opened(() => save(0, 'held'));
  await save(1, 'second');
  await end();

  const endAgain = await opened(() => save(0, 'held again'));
  await save(1, 'merged');
  await endAgain();

  expect(await deliveriesOf(scene.app, webhook)).toHaveLength(2);
});
