import { setTimeout as sleep } from 'node:timers/promises';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { HEALTH_TABLE } from '../../../server/src/plugin-id';
import { superAdmin } from '../../support/admin-api';
import { deliveriesOf, drain } from '../../support/deliveries';
import { QUOTATION, WEBHOOK, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { gate } from '../../support/gate';
import { useScene } from '../../support/scene';
import { createSecondRelay } from '../../support/second-relay';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const FAILURES = 3;
const OPEN_MS = 1_500;
const HOUR_MS = 3_600_000;
const MAPPING = [{ fieldname: 'customer', key: 'c' }];

const scene = useScene({
  config: { breaker: { failures: FAILURES, openMs: OPEN_MS, pauseAfterHours: 120 } },
});
let document: Entry;

beforeAll(async () => {
  document = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
});

async function save(customer: string): Promise<void> {
  const { documentId } = document;
  await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
}

function healthOf({ documentId }: Entry): Promise<Webhook['health']> {
  return scene.app
    .service('webhooks')
    .get(documentId)
    .then(({ health }) => health);
}

async function alterHealth({ documentId }: Entry, columns: object): Promise<void> {
  await scene.app.strapi.db
    .connection(HEALTH_TABLE)
    .where({ webhook_id: documentId })
    .update(columns);
}

/** A webhook whose receiver has failed once more or less often than it takes. */
async function failing(times = FAILURES): Promise<Entry> {
  const { app, receiver } = scene;
  receiver.replyWith(500);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: MAPPING,
    retryDelays: [],
  });
  for (let i = 1; i <= times; i += 1) {
    await save(`failure ${String(i)}`);
    await eventually(async () => {
      expect((await healthOf(webhook)).failures).toBe(i);
    });
  }
  return webhook;
}

function gap(from: number): number {
  const { requests } = scene.receiver;
  return (requests[from + 1]?.at ?? 0) - (requests[from]?.at ?? Infinity);
}

function sent(): string[] {
  return scene.receiver.requests.map(({ json }) => (json as { c: string }).c);
}

test('the queue is held, one probe goes, and its success lets the rest follow', async () => {
  const { app, receiver } = scene;
  const webhook = await failing();
  // Nothing but the breaker holds a delivery back.
  await updateWebhook(app, webhook, { ordering: 'none' });
  const { opened, open } = gate();
  receiver.replyWith({ until: opened }, 200);

  for (let i = 1; i <= 4; i += 1) await save(String(i));
  await receiver.received(FAILURES + 1, 15_000);
  await sleep(300);
  const besideProbe = receiver.requests.length - FAILURES - 1;
  open();
  await receiver.received(FAILURES + 4, 15_000);
  await drain(app);

  expect(besideProbe).toBe(0);
  expect(gap(FAILURES - 1)).toBeGreaterThanOrEqual(OPEN_MS);
  expect(sent().slice(FAILURES).sort()).toEqual(['1', '2', '3', '4']);
  const held = (await deliveriesOf(app, webhook)).slice(FAILURES);
  expect(held.map(({ status, attemptCount }) => [status, attemptCount])).toEqual(
    Array(4).fill(['delivered', 1]),
  );
});

test('one failure less does not hold it', async () => {
  const { app, receiver } = scene;
  const webhook = await failing(FAILURES - 1);
  expect(await healthOf(webhook)).toMatchObject({ failures: FAILURES - 1, openUntil: null });
  receiver.replyWith(200);

  await save('passes');
  await receiver.received(FAILURES);
  await drain(app);

  expect(gap(FAILURES - 2)).toBeLessThan(OPEN_MS);
  expect(await healthOf(webhook)).toMatchObject({
    failures: 0,
    failingSince: null,
    openUntil: null,
  });
});

test('a probe that fails holds the queue for as long again', async () => {
  const { receiver } = scene;
  await failing();
  receiver.replyWith(500, 200);

  for (const customer of ['probe', 'second probe', 'last']) await save(customer);
  await receiver.received(FAILURES + 3, 15_000);

  expect(gap(FAILURES - 1)).toBeGreaterThanOrEqual(OPEN_MS);
  expect(gap(FAILURES)).toBeGreaterThanOrEqual(OPEN_MS);
  expect(sent().slice(FAILURES)).toEqual(['probe', 'second probe', 'last']);
});

test('two relays send one probe between them', async () => {
  const { app, receiver } = scene;
  const webhook = await failing();
  await updateWebhook(app, webhook, { ordering: 'none' });
  receiver.replyWith({ delayMs: 600 }, 200);
  for (let i = 0; i < 6; i += 1) await save(String(i));
  const second = createSecondRelay(app);
  await second.start();

  await receiver.received(FAILURES + 6, 15_000);
  await second.stop();

  expect(gap(FAILURES - 1)).toBeGreaterThanOrEqual(OPEN_MS);
  expect(gap(FAILURES)).toBeGreaterThanOrEqual(598);
});

test('a retry is on hold too, and uses no attempt', async () => {
  const { app, receiver } = scene;
  const webhook = await failing(FAILURES - 1);
  await updateWebhook(app, webhook, { retryDelays: [0.01, 0.01] });
  receiver.replyWith(500, 200);

  await save('retried');
  await receiver.received(FAILURES + 1, 15_000);
  await drain(app);

  expect(gap(FAILURES - 1)).toBeGreaterThanOrEqual(OPEN_MS);
  const retried = (await deliveriesOf(app, webhook)).at(-1);
  expect(retried).toMatchObject({ status: 'delivered', attemptCount: 2 });
});

test('other webhooks still send', async () => {
  const { app, receiver } = scene;
  const webhook = await failing();
  await alterHealth(webhook, { open_until: Date.now() + HOUR_MS });
  receiver.replyAt('/healthy', 200);
  await createWebhook(app, { url: `${receiver.url}/healthy`, mapping: MAPPING });

  await save('for both');
  await eventually(() => {
    expect(receiver.requestsAt('/healthy')).toHaveLength(1);
  });

  expect(receiver.requestsAt('/')).toHaveLength(FAILURES);
});

test('GET /webhooks returns the health', async () => {
  const { app, receiver } = scene;
  const began = Date.now();
  const webhook = await failing();
  await createWebhook(app, { url: receiver.url, events: ['entry.delete'] });
  const api = await superAdmin(app);
  await alterHealth(webhook, { open_until: Date.now() + HOUR_MS });

  const answer = await api.call('get', '/document-webhooks/webhooks');

  const { data } = answer.body as { data: Webhook[] };
  const ill = data.find(({ documentId }) => documentId === webhook.documentId)?.health;
  const well = data.find(({ documentId }) => documentId !== webhook.documentId)?.health;
  expect(well).toMatchObject({ failures: 0, failingSince: null, openUntil: null });
  expect(ill?.failures).toBe(FAILURES);
  // The database's clock and this process's are read at different moments.
  expect(Date.parse(ill?.failingSince ?? '')).toBeGreaterThanOrEqual(began - 50);
  expect(Date.parse(ill?.failingSince ?? '')).toBeLessThanOrEqual(Date.now() + 50);
  expect(Date.parse(ill?.openUntil ?? '')).toBeGreaterThan(Date.now() + HOUR_MS / 2);
});

test('enabling the webhook releases the queue immediately', async () => {
  const { app, receiver } = scene;
  const webhook = await failing();
  await alterHealth(webhook, { open_until: Date.now() + HOUR_MS });
  receiver.replyWith(200);
  await save('held');
  await drain(app);
  expect(receiver.requests).toHaveLength(FAILURES);

  await updateWebhook(app, webhook, { state: 'enabled' });
  await receiver.received(FAILURES + 1);

  expect(sent().at(-1)).toBe('held');
  expect(await healthOf(webhook)).toMatchObject({ openUntil: null });
});

test('failures from before their limit was lowered do not hold the queue for good', async () => {
  const { receiver } = scene;
  const webhook = await failing(FAILURES - 1);
  await alterHealth(webhook, { failures: FAILURES, open_until: null });
  // The relay learns of it, as it does at boot.
  await drain(scene.app);
  receiver.replyWith(200);

  await save('after');
  await receiver.received(FAILURES);

  expect(sent().at(-1)).toBe('after');
});

test('a redelivery is on hold too, and then delivered', async () => {
  const { app, receiver } = scene;
  const webhook = await failing();
  receiver.replyWith(200);
  const [first] = await deliveriesOf(app, webhook);

  await app.service('outbox').redeliver(first?.id ?? '');
  await receiver.received(FAILURES + 1, 15_000);

  expect(sent().at(-1)).toBe('failure 1');
  expect(gap(FAILURES - 1)).toBeGreaterThanOrEqual(OPEN_MS);
});

describe('after unbroken failure for pauseAfterHours', () => {
  function stored({ documentId }: Entry): Promise<Entry | null> {
    return scene.app.documents(WEBHOOK).findOne({ documentId });
  }

  async function failingSince(hours: number): Promise<Entry> {
    const webhook = await failing(1);
    await alterHealth(webhook, { failing_since: Date.now() - hours * HOUR_MS });
    await save('one more failure');
    await eventually(async () => {
      expect((await healthOf(webhook)).failures).toBe(2);
    });
    return webhook;
  }

  test('the webhook is paused, says why, and holds what is captured', async () => {
    const { app, receiver } = scene;
    const webhook = await failingSince(121);
    await eventually(async () => {
      expect(await stored(webhook)).toMatchObject({
        state: 'paused',
        stateReason: 'failing for 120 h',
      });
    });

    receiver.replyWith(200);
    await save('held');
    await drain(app);
    await sleep(200);
    expect(receiver.requests).toHaveLength(2);
    expect((await deliveriesOf(app, webhook)).at(-1)?.status).toBe('pending');

    await updateWebhook(app, webhook, { state: 'enabled' });
    await receiver.received(3);
    expect(sent().at(-1)).toBe('held');
    expect(await stored(webhook)).toMatchObject({ state: 'enabled', stateReason: null });
  });

  test('and not before', async () => {
    const webhook = await failingSince(119);
    await drain(scene.app);

    expect(await stored(webhook)).toMatchObject({ state: 'enabled', stateReason: null });
  });

  test('enabling it restarts the hours', async () => {
    const { app } = scene;
    const webhook = await failingSince(121);
    await eventually(async () => {
      expect(await stored(webhook)).toMatchObject({ state: 'paused' });
    });
    await updateWebhook(app, webhook, { state: 'enabled' });

    await save('fails again');
    await eventually(async () => {
      expect((await healthOf(webhook)).failures).toBe(1);
    });
    await drain(app);

    expect(await stored(webhook)).toMatchObject({ state: 'enabled' });
  });
});
