import {
  createConcurrencyLimiter,
  type ConcurrencyLimiter,
} from '../../../../server/src/relay/worker/concurrency-limiter';
import { webhookInForce } from '../../webhook-in-force';

const A = webhookInForce({ documentId: 'a', concurrency: 2 });
const B = webhookInForce({ documentId: 'b', concurrency: 5 });

function hang(limiter: ConcurrencyLimiter, documentId: string, concurrency: number): number {
  const webhook = webhookInForce({ documentId, concurrency });
  let taken = 0;
  while (limiter.room(webhook) > 0) {
    limiter.take(documentId);
    taken += 1;
  }
  return taken;
}

test('a webhook has room for its own concurrency, within that of the instance', () => {
  const limiter = createConcurrencyLimiter(4);

  expect([limiter.room(A), limiter.room(B)]).toEqual([2, 4]);
});

test('a single webhook may fill the instance', () => {
  expect(hang(createConcurrencyLimiter(64), 'a', 64)).toBe(64);
});

test('what is freed is free again', () => {
  const limiter = createConcurrencyLimiter(4);
  limiter.take('a');
  limiter.take('a');
  expect(limiter.room(A)).toBe(0);

  limiter.free('a');

  expect(limiter.room(A)).toBe(1);
});

test('several that hang never take the last slot from another', () => {
  const limiter = createConcurrencyLimiter(64);

  const taken = ['a', 'b', 'c', 'd', 'e', 'f'].map((webhook) => hang(limiter, webhook, 16));

  expect(taken).toEqual([16, 16, 16, 8, 4, 2]);
  expect(limiter.room(webhookInForce({ documentId: 'healthy', concurrency: 16 }))).toBe(1);
});

test('one that fills the instance yields as soon as another wants to send', () => {
  const limiter = createConcurrencyLimiter(8);
  hang(limiter, 'a', 8);
  const a = webhookInForce({ documentId: 'a', concurrency: 8 });

  limiter.setContenders(2);
  limiter.free('a');

  expect(limiter.room(a)).toBe(0);
  expect(limiter.room(B)).toBe(1);
});

test('a lowered concurrency never gives negative room', () => {
  const limiter = createConcurrencyLimiter(10);
  for (let i = 0; i < 5; i += 1) limiter.take('b');

  expect(limiter.room(webhookInForce({ documentId: 'b', concurrency: 1 }))).toBe(0);
});
