import type { Settlement } from '../../../../server/src/outbox/consume/settle';
import {
  createSettlementBatcher,
  type SettlementBatcherParts,
} from '../../../../server/src/relay/settlement/settlement-batcher';

function settlement(deliveryId: string): Settlement {
  const lockedBy = 'relay/1';
  const ended = { attempt: null, disposition: { kind: 'delivered' }, sign: null } as const;
  return { deliveryId, webhookId: 'hook', lockedBy, ...ended };
}

/** Settlements with a store that notes its batches, and fails as often as told. */
function withStore(more: Partial<SettlementBatcherParts<Settlement>> & { failures?: number } = {}) {
  let { failures = 0 } = more;
  const batches: string[][] = [];
  const errors: unknown[] = [];
  const settlements = createSettlementBatcher<Settlement>({
    async store(batch) {
      await Promise.resolve();
      if (failures > 0) {
        failures -= 1;
        throw new Error('the database is away');
      }
      batches.push(batch.map(({ deliveryId }) => deliveryId));
    },
    onStored: () => undefined,
    batchSize: 3,
    onError: (error) => errors.push(error),
    ...more,
  });
  return { settlements, batches, errors };
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

test('settlements share a batch, for some milliseconds', async () => {
  const { settlements, batches } = withStore();

  settlements.add(settlement('a'));
  settlements.add(settlement('b'));
  expect(batches).toEqual([]);
  await jest.advanceTimersByTimeAsync(50);

  expect(batches).toEqual([['a', 'b']]);
});

test('a full batch waits for nothing', async () => {
  const { settlements, batches } = withStore();

  for (const id of ['a', 'b', 'c']) settlements.add(settlement(id));
  await jest.advanceTimersByTimeAsync(0);

  expect(batches).toEqual([['a', 'b', 'c']]);
});

test('no batch is larger than it may be', async () => {
  const { settlements, batches } = withStore();

  for (let i = 0; i < 8; i += 1) settlements.add(settlement(String(i)));
  await settlements.flushed();

  expect(batches.flat()).toHaveLength(8);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(3);
});

test('what is added while a batch is being stored waits for a batch of its own', async () => {
  const { settlements, batches } = withStore();

  for (const id of ['a', 'b', 'c', 'd']) settlements.add(settlement(id));
  await jest.advanceTimersByTimeAsync(0);
  expect(batches).toEqual([['a', 'b', 'c']]);
  await jest.advanceTimersByTimeAsync(50);

  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
});

test('what lingers while a batch is stored slowly is stored after it', async () => {
  const batches: string[][] = [];
  const { settlements } = withStore({
    async store(batch) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      batches.push(batch.map(({ deliveryId }) => deliveryId));
    },
  });

  for (const id of ['a', 'b', 'c', 'd']) settlements.add(settlement(id));
  for (let i = 0; i < 10; i += 1) await jest.advanceTimersByTimeAsync(100);

  expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a store that fails is tried again, and nothing is lost', async () => {
  const { settlements, batches, errors } = withStore({ failures: 2 });

  settlements.add(settlement('a'));
  await jest.advanceTimersByTimeAsync(2_000);

  expect(batches).toEqual([['a']]);
  expect(errors).toHaveLength(2);
});

test('a store that never comes back is given up, for the leases to run out', async () => {
  const { settlements, errors } = withStore({ failures: Infinity });

  settlements.add(settlement('a'));
  const flushed = settlements.flushed();
  await jest.advanceTimersByTimeAsync(60_000);

  await expect(flushed).resolves.toBeUndefined();
  expect(errors).toHaveLength(20);
});

test('flushed resolves at once where there is nothing', async () => {
  await expect(withStore().settlements.flushed()).resolves.toBeUndefined();
});
