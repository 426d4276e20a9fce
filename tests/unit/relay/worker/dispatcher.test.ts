import {
  createDispatcher,
  type Dispatcher,
  type HasTime,
} from '../../../../server/src/relay/worker/dispatcher';
import type { ScheduledDelivery } from '../../../../server/src/relay/worker/render-batch';
import { createConcurrencyLimiter } from '../../../../server/src/relay/worker/concurrency-limiter';
import { createPrefetchBuffer } from '../../../../server/src/relay/worker/prefetch-buffer';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const LEASE_MS = 60_000;
let attempted: string[];
let requeued: string[];
let state: 'enabled' | 'paused';
let attempt: (hasTime: HasTime) => Promise<void>;
let dispatcher: Dispatcher;

beforeEach(() => {
  jest.useFakeTimers();
  attempted = [];
  requeued = [];
  state = 'enabled';
  attempt = () => Promise.resolve();
  const registry = {
    get: (documentId: string) => webhookInForce({ documentId, concurrency: 5, state }),
  };
  dispatcher = createDispatcher({
    registry,
    limiter: createConcurrencyLimiter(10),
    prefetched: createPrefetchBuffer(100),
    attempt: (_webhook, { delivery }, hasTime) => {
      attempted.push(delivery.id);
      return attempt(hasTime);
    },
    requeue: (deliveries) => {
      requeued.push(...deliveries.map(({ id }) => id));
      return Promise.resolve();
    },
    onFreed: () => undefined,
    log: { error: (message) => attempted.push(message) },
    leaseMs: LEASE_MS,
    marginMs: 1_000,
    monotonic: () => Date.now(),
  });
});
afterEach(() => jest.useRealTimers());

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function admit(...claimed: ScheduledDelivery[]): void {
  dispatcher.admit(claimed, Date.now());
}

function ready(webhookId: string, id: string, inMs: number) {
  return { delivery: deliveryRecord({ webhookId, id }), inMs };
}

test('what has its moment yet to come leaves then, in order', async () => {
  admit(ready('a', 'now', 0), ready('a', 'soon', 100), ready('a', 'later', 200));
  expect(attempted).toEqual(['now']);

  await jest.advanceTimersByTimeAsync(99);
  expect(attempted).toEqual(['now']);
  await jest.advanceTimersByTimeAsync(1);
  expect(attempted).toEqual(['now', 'soon']);
  await jest.advanceTimersByTimeAsync(100);
  expect(attempted).toEqual(['now', 'soon', 'later']);
  expect(jest.getTimerCount()).toBe(0);
});

test('one timer a webhook, however much others send meanwhile', async () => {
  admit(ready('limited', 'limited', 1_000));

  for (let i = 0; i < 50; i += 1) {
    admit(ready('busy', String(i), 0));
    await jest.advanceTimersByTimeAsync(1);
  }

  expect(attempted).toHaveLength(50);
  expect(jest.getTimerCount()).toBe(1);
});

test('a lease that would not outlast the request is given back, not sent', async () => {
  admit(ready('a', 'too late', LEASE_MS - 1_500));

  await jest.advanceTimersByTimeAsync(LEASE_MS);

  expect(attempted).toEqual([]);
  expect(dispatcher.active()).toBe(0);
});

test('a lease is as old as its claim, however long the claim took', async () => {
  const claimedAt = Date.now();
  await jest.advanceTimersByTimeAsync(LEASE_MS - 1_500);

  dispatcher.admit([ready('a', 'too late', 0)], claimedAt);
  await jest.advanceTimersByTimeAsync(0);

  expect(attempted).toEqual([]);
  expect(dispatcher.active()).toBe(0);
});

test('an attempt that is long in the making learns that its lease grows too old', async () => {
  const told: boolean[] = [];
  attempt = async (hasTime) => {
    told.push(hasTime());
    await sleep(LEASE_MS - 2_000);
    told.push(hasTime());
    await sleep(1);
    told.push(hasTime());
  };
  admit(ready('a', 'evaluated', 0));
  await jest.advanceTimersByTimeAsync(LEASE_MS);

  expect(told).toEqual([true, true, false]);
});

test('a moment is counted from when the claim is over', async () => {
  const claimedAt = Date.now();
  await jest.advanceTimersByTimeAsync(100);

  dispatcher.admit([ready('a', 'in a while', 100)], claimedAt);

  await jest.advanceTimersByTimeAsync(99);
  expect(attempted).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(attempted).toEqual(['in a while']);
});

test('a pause requeues the claimed deliveries that wait for a permit', async () => {
  admit(ready('a', 'sent', 0), ready('a', 'waiting', 100));
  state = 'paused';

  await jest.advanceTimersByTimeAsync(100);

  expect(attempted).toEqual(['sent']);
  expect(requeued).toEqual(['waiting']);
});
