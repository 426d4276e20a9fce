import { setTimeout as sleep } from 'node:timers/promises';

import { DELIVERY_TABLE } from '../../../../server/src/plugin-id';
import { claim } from '../../../../server/src/outbox/consume/claim';
import { freezeBodies } from '../../../../server/src/outbox/consume/freeze-bodies';
import { reclaimExpired } from '../../../../server/src/outbox/consume/reclaim-expired';
import { requeue } from '../../../../server/src/outbox/consume/requeue';
import {
  settle,
  type Disposition,
  type Settlement,
} from '../../../../server/src/outbox/consume/settle';
import type { Connection } from '../../../../server/src/outbox/database/tables';
import { alterDelivery, deliveriesOf, deliveryOf, settled } from '../../../support/deliveries';
import type { Entry } from '../../../support/documents';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createSecondRelay } from '../../../support/second-relay';
import { createWebhook } from '../../../support/webhooks';

const LEASE_MS = 60_000;
const RULES = {
  ruleFor: () => ({ failures: 10, openMs: 1_000, concurrency: 16 }),
  now: Date.now,
};

const scene = useScene({ config: { relay: { enabled: false } } });
const quotation = useQuotation(scene);
let connection: Connection;
let webhook: Entry;

beforeAll(() => {
  connection = scene.app.strapi.db.connection;
});
beforeEach(async () => {
  // One document is enough here, so its deliveries must not wait for each other.
  webhook = await createWebhook(scene.app, { url: scene.receiver.url, ordering: 'none' });
});

async function update(times = 1): Promise<void> {
  for (let i = 0; i < times; i += 1) await quotation.save(String(i));
}

async function claimBy(token: string, limit = 10): Promise<string[]> {
  const { documentId: webhookId } = webhook;
  const demands = [
    {
      webhookId,
      limit,
      ordered: false,
      supersedes: false,
      failureThreshold: null,
      reservePermits: null,
    },
  ];
  const { claimed } = await connection.transaction((transaction) =>
    claim(transaction, { token, leaseMs: LEASE_MS, givenAt: 0 }, demands),
  );
  return claimed.map(({ delivery }) => delivery.id);
}

async function bodyOf(id: string): Promise<unknown> {
  const row: unknown = await connection(DELIVERY_TABLE).where({ delivery_id: id }).first('body');
  return (row as { body: unknown }).body;
}

/** The same connection; another instance acts before each of its transactions. */
function beforeTransactions(act: () => Promise<void>): Connection {
  const transaction = async (...args: Parameters<Connection['transaction']>) => {
    await act();
    return connection.transaction(...args);
  };
  return new Proxy(connection, {
    get: (target, name) =>
      name === 'transaction' ? transaction : (Reflect.get(target, name) as unknown),
  });
}

function settlementOf(deliveryId: string, lockedBy: string, fate: Disposition): Settlement {
  const attempt = {
    number: 1,
    trigger: 'automatic' as const,
    startedAt: Date.now(),
    durationMs: 1,
    outcome: 'response' as const,
    statusCode: 200,
    request: null,
    responseHeaders: null,
    responseBody: null,
    responseTruncated: false,
    error: null,
  };
  const sign = { kind: 'failed' as const };
  return { deliveryId, webhookId: webhook.documentId, lockedBy, attempt, disposition: fate, sign };
}

const FATES: Disposition[] = [
  { kind: 'delivered' },
  { kind: 'retry', delayMs: 1_000, reason: 'again' },
  { kind: 'hold', reason: 'later' },
  { kind: 'failed', reason: 'enough' },
  { kind: 'cancelled', reason: 'no more' },
];

test('an instance whose relay is off captures, and leaves the sending to others', async () => {
  await update();
  await sleep(150);

  expect(scene.receiver.requests).toEqual([]);
  expect((await deliveryOf(scene.app, webhook)).status).toBe('pending');
});

test('claims take what is due, oldest first, up to the limit, and never twice', async () => {
  await update(5);
  const ids = (await deliveriesOf(scene.app, webhook)).map(({ id }) => id);
  await alterDelivery(scene.app, ids[4] ?? '', { due_at: Date.now() + 60_000 });

  expect(await claimBy('a', 2)).toEqual(ids.slice(0, 2));
  expect(await claimBy('b')).toEqual(ids.slice(2, 4));
  expect(await claimBy('a')).toEqual([]);
});

test.each(FATES)('a stale owner settles nothing: $kind', async (fate) => {
  const { app } = scene;
  await update();
  const [id = ''] = await claimBy('stale');
  await alterDelivery(app, id, { locked_until: 1 });
  await reclaimExpired(connection);
  await claimBy('fresh');

  await settle(connection, [settlementOf(id, 'stale', fate)], RULES);

  expect(await deliveryOf(app, webhook)).toMatchObject({
    status: 'sending',
    attemptCount: 0,
    reason: null,
  });
  await settle(connection, [settlementOf(id, 'fresh', { kind: 'delivered' })], RULES);
  expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'delivered', attemptCount: 1 });
});

test('a stale owner releases nothing', async () => {
  await update();
  const [id = ''] = await claimBy('stale');
  await alterDelivery(scene.app, id, { locked_by: 'fresh' });

  await requeue(connection, [{ id, lockedBy: 'stale' }]);

  expect((await deliveryOf(scene.app, webhook)).status).toBe('sending');
});

test('a stale owner freezes no body', async () => {
  await update();
  const [id = ''] = await claimBy('stale');
  await alterDelivery(scene.app, id, { locked_by: 'fresh', body: null });
  const body = { format: 'json' as const, text: '{"by":"stale"}' };

  await freezeBodies(connection, [{ id, lockedBy: 'stale', body }]);
  expect(await bodyOf(id)).toBeNull();

  await freezeBodies(connection, [{ id, lockedBy: 'fresh', body }]);
  expect(await bodyOf(id)).toBe(body.text);
});

test('a lease that was renewed after the search is not reclaimed', async () => {
  const { app } = scene;
  await update();
  const [id = ''] = await claimBy('slow');
  await alterDelivery(app, id, { locked_until: 1 });
  const renew = () => alterDelivery(app, id, { locked_until: Date.now() + LEASE_MS });

  expect(await reclaimExpired(beforeTransactions(renew))).toBe(0);

  expect((await deliveryOf(app, webhook)).status).toBe('sending');
});

test('a lease that has not run out is not reclaimed', async () => {
  await update();
  await claimBy('a');

  await reclaimExpired(connection);

  expect((await deliveryOf(scene.app, webhook)).status).toBe('sending');
});

test('what a dead instance had claimed is delivered after its lease', async () => {
  const { app, receiver } = scene;
  await update();
  const [id = ''] = await claimBy('dead');
  const relay = createSecondRelay(app);

  await relay.start();
  await sleep(200);
  expect(receiver.requests).toEqual([]);
  await alterDelivery(app, id, { locked_until: 1 });
  const delivery = await settled(app, webhook, 'delivered');

  expect(delivery.attemptCount).toBe(1);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([id]);
  await relay.stop();
});

test('two relays over one database send everything once', async () => {
  const { app, receiver } = scene;
  await update(100);
  receiver.replyWith({ delayMs: 2 });
  const relays = [createSecondRelay(app), createSecondRelay(app)];

  for (const relay of relays) await relay.start();
  await receiver.received(100);
  await Promise.all(relays.map((relay) => relay.drain()));
  await Promise.all(relays.map((relay) => relay.stop()));

  expect(receiver.requests).toHaveLength(100);
  const sent = new Set(receiver.requests.map(({ headers }) => headers['webhook-id']));
  expect(sent.size).toBe(100);
  const deliveries = await deliveriesOf(app, webhook);
  expect(deliveries.map(({ id }) => id).filter((id) => !sent.has(id))).toEqual([]);
  for (const { status, attempts } of deliveries)
    expect([status, attempts.length]).toEqual(['delivered', 1]);
});

describe('a graceful stop', () => {
  test('waits for what is in flight, and settles it', async () => {
    const { app, receiver } = scene;
    receiver.replyWith({ delayMs: 300 });
    await update();
    const relay = createSecondRelay(app);
    await relay.start();
    await receiver.received(1);

    await relay.stop();

    expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'delivered', attemptCount: 1 });
  });

  test('cuts short what takes too long, and gives it back to be sent by others', async () => {
    const { app, receiver } = scene;
    receiver.replyWith('hang', 200);
    await update();
    const relay = createSecondRelay(app, { drainOnStopMs: 100 });
    await relay.start();
    await receiver.received(1);
    const began = performance.now();

    await relay.stop();

    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await deliveryOf(app, webhook)).toMatchObject({ status: 'pending', attemptCount: 0 });
    const next = createSecondRelay(app);
    await next.drain();
    await next.stop();
    expect((await deliveryOf(app, webhook)).status).toBe('delivered');
    const [first, second] = receiver.requests;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.text).toBe(first?.text);
  });

  test('gives back what waits for a slot, and claims nothing more', async () => {
    const { app, receiver } = scene;
    receiver.replyWith({ delayMs: 50 });
    await update(50);
    const relay = createSecondRelay(app, { concurrency: 1 });
    await relay.start();
    await receiver.received(2);

    await relay.stop();
    const arrived = receiver.requests.length;
    await sleep(150);

    expect(receiver.requests).toHaveLength(arrived);
    const statuses = (await deliveriesOf(app, webhook)).map(({ status }) => status);
    expect(statuses.filter((it) => it === 'delivered')).toHaveLength(arrived);
    expect(statuses.filter((it) => it === 'pending')).toHaveLength(50 - arrived);
  });
});
