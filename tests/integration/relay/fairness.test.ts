import { drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { startReceiver, type Receiver } from '../../support/receiver';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const COUNT = 40;
const HUNG_MS = 30_000;

const scene = useScene();
let hung: Receiver;
let quotations: Entry[];

beforeAll(async () => {
  hung = await startReceiver();
  hung.replyWith('hang');
  quotations = [];
  for (let i = 0; i < COUNT; i += 1) {
    const data = { name: `QTN-${String(i)}` };
    quotations.push(await scene.app.documents(QUOTATION).create({ data }));
  }
});
// Before the app stops: what hangs would make it wait.
afterAll(() => hung.close());

async function saveAll(): Promise<void> {
  for (const { documentId } of quotations) {
    await scene.app.documents(QUOTATION).update({ documentId, data: { customer: 'Acme' } });
    // SQLite answers synchronously: without a turn of the loop no request would leave.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function fourThatHang(state: 'enabled' | 'paused' = 'enabled'): Promise<Entry[]> {
  const webhooks: Entry[] = [];
  for (let i = 0; i < 4; i += 1) {
    const url = `${hung.url}/${String(i)}`;
    webhooks.push(await createWebhook(scene.app, { url, state, timeoutMs: HUNG_MS }));
  }
  return webhooks;
}

/** Ends the requests that hang. */
async function releaseHung(): Promise<void> {
  for (const { documentId } of await scene.app.documents(WEBHOOK).findMany()) {
    await updateWebhook(scene.app, { documentId }, { state: 'disabled' });
  }
  await hung.close();
  await drain(scene.app);
  hung = await startReceiver();
  hung.replyWith('hang');
}

afterEach(releaseHung);

test('four that hang do not keep a fifth waiting', async () => {
  const { app, receiver } = scene;
  await fourThatHang();
  await createWebhook(app, { url: receiver.url });
  const began = Date.now();

  await saveAll();
  await receiver.received(COUNT, HUNG_MS);

  // Nothing that hung has let go yet.
  expect(Date.now() - began).toBeLessThan(HUNG_MS / 2);
  expect(hung.mostOpen()).toBeGreaterThan(16);
});

test('four with a backlog that hang do not keep a fifth waiting', async () => {
  const { app, receiver } = scene;
  const webhooks = await fourThatHang('paused');
  await saveAll();
  for (const webhook of webhooks) await updateWebhook(app, webhook, { state: 'enabled' });
  await hung.received(40, HUNG_MS);
  await createWebhook(app, { url: receiver.url });
  const began = Date.now();

  await saveAll();
  await receiver.received(COUNT, HUNG_MS);

  expect(Date.now() - began).toBeLessThan(HUNG_MS / 2);
});
