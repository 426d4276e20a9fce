import type { App } from '../support/boot-strapi';
import { deliveriesOf, deliveryOf, settled } from '../support/deliveries';
import { QUOTATION, type Entry } from '../support/documents';
import { configOf, type EngineName } from '../support/engine';
import { eventually } from '../support/eventually';
import { useScene } from '../support/scene';
import { createSecondRelay, type SecondRelay } from '../support/second-relay';
import { createWebhook } from '../support/webhooks';

const ENGINES: EngineName[] = ['database', 'bullmq'];

// The app captures; two relays over its database send.
describe.each(ENGINES)('two instances with engine %s', (engine) => {
  const scene = useScene({ config: { ...configOf(engine), relay: { enabled: false } } });
  let relays: SecondRelay[];

  beforeEach(async () => {
    relays = [createSecondRelay(scene.app), createSecondRelay(scene.app)];
    for (const relay of relays) await relay.start();
  });
  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));

  test('send everything once', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url });
    receiver.replyWith({ delayMs: 2 });

    for (const quotation of await quotations(app, 50)) await update(app, quotation, 'new');
    await receiver.received(50);
    await Promise.all(relays.map((relay) => relay.drain()));

    expect(receiver.requests).toHaveLength(50);
    const sent = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
    expect(sent.size).toBe(50);
    for (const { id, status, attempts } of await deliveriesOf(app, webhook)) {
      expect([sent.has(id), status, attempts.length]).toEqual([true, 'delivered', 1]);
    }
  });

  test('keep the order of each document, also through retries', async () => {
    const { app, receiver } = scene;
    const mapping = [{ fieldname: 'name' }, { fieldname: 'customer' }];
    await createWebhook(app, { url: receiver.url, mapping, retryDelays: [0.1, 0.1, 0.1] });
    receiver.replyWith(200, 500, 200, 200, 500, { delayMs: 20 });
    const documents = await quotations(app, 3);

    for (let i = 0; i < 5; i += 1) {
      for (const document of documents) await update(app, document, String(i));
    }

    await eventually(() => {
      for (const { name } of documents) expect(succeeded(name)).toEqual(['0', '1', '2', '3', '4']);
    }, 15_000);
    expect(receiver.requests).toHaveLength(17);

    /** What was sent of a document, in order of arrival; what was refused comes again. */
    function succeeded(name: unknown): string[] {
      const bodies = receiver.requests.map(({ json }) => json as Record<string, string>);
      const customers = bodies.filter((body) => body['name'] === name).map((it) => it['customer']);
      return customers.filter((it, i): it is string => it !== customers[i + 1]);
    }
  });

  test('try again when it is time', async () => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [0.3, 0.3] });
    receiver.replyWith(500, 503, 200);

    await update(app, await quotation(app), 'new');

    expect(await settled(app, webhook, 'delivered')).toMatchObject({ attemptCount: 3 });
    const [first, second, third] = receiver.requests.map(({ at }) => at);
    expect(Number(second) - Number(first)).toBeGreaterThan(200);
    expect(Number(third) - Number(second)).toBeGreaterThan(200);
  });

  test('merge repeats while a delivery waits', async () => {
    const { app, receiver } = scene;
    const mapping = [{ fieldname: 'customer' }];
    const webhook = await createWebhook(app, { url: receiver.url, mapping, coalesceSeconds: 1 });
    const document = await quotation(app);

    for (let i = 0; i < 5; i += 1) await update(app, document, String(i));

    await receiver.received(1);
    await settled(app, webhook, 'delivered');
    expect(receiver.requests.map(({ json }) => json)).toEqual([{ customer: '4' }]);
    expect((await deliveryOf(app, webhook)).coalesced).toBe(4);
  });

  test('keep to a rate together', async () => {
    const { app, receiver } = scene;
    await createWebhook(app, { url: receiver.url, rateLimit: 20 });

    for (const document of await quotations(app, 40)) await update(app, document, 'new');
    await receiver.received(40, 15_000);

    const times = receiver.requests.map(({ at }) => at).sort((a, b) => a - b);
    const lasted = Number(times.at(-1)) - Number(times[0]);
    // Each to its own rate they would be done in 950.
    expect(lasted).toBeGreaterThan(1_450);
    expect(lasted).toBeLessThan(8_000);
    // Each alone would have sent 20 within a second; some come late on a busy machine, and close together.
    for (const [i, at] of times.entries()) {
      expect(times.slice(i).filter((it) => it - at < 950).length).toBeLessThan(30);
    }
  });
});

let created = 0;

function quotation(app: App): Promise<Entry> {
  created += 1;
  return app.documents(QUOTATION).create({ data: { name: `QTN-${String(created)}` } });
}

async function quotations(app: App, count: number): Promise<Entry[]> {
  const all: Entry[] = [];
  for (let i = 0; i < count; i += 1) all.push(await quotation(app));
  return all;
}

async function update(app: App, { documentId }: Entry, customer: string): Promise<void> {
  await app.documents(QUOTATION).update({ documentId, data: { customer } });
}
