import { createSlots, type Slots } from '../../../../server/src/relay/worker/concurrency-limiter';
import { webhookInForce } from '../../webhook-in-force';

const A = webhookInForce({ documentId: 'a', concurrency: 2 });
const B = webhookInForce({ documentId: 'b', concurrency: 5 });

function hang(slots: Slots, documentId: string, concurrency: number): number {
  const webhook = webhookInForce({ documentId, concurrency });
  let taken = 0;
  while (slots.room(webhook) > 0) {
    slots.take(documentId);
    taken += 1;
  }
  return taken;
}

test('a webhook has room for its own concurrency, within that of the instance', () => {
  const slots = createSlots(4);

  expect([slots.room(A), slots.room(B)]).toEqual([2, 4]);
});

test('a single webhook may fill the instance', () => {
  expect(hang(createSlots(64), 'a', 64)).toBe(64);
});

test('what is freed is free again', () => {
  const slots = createSlots(4);
  slots.take('a');
  slots.take('a');
  expect(slots.room(A)).toBe(0);

  slots.free('a');

  expect(slots.room(A)).toBe(1);
});

test('several that hang never take the last slot from another', () => {
  const slots = createSlots(64);

  const taken = ['a', 'b', 'c', 'd', 'e', 'f'].map((webhook) => hang(slots, webhook, 16));

  expect(taken).toEqual([16, 16, 16, 8, 4, 2]);
  expect(slots.room(webhookInForce({ documentId: 'healthy', concurrency: 16 }))).toBe(1);
});

test('one that fills the instance yields as soon as another wants to send', () => {
  const slots = createSlots(8);
  hang(slots, 'a', 8);
  const a = webhookInForce({ documentId: 'a', concurrency: 8 });

  slots.shareAmong(2);
  slots.free('a');

  expect(slots.room(a)).toBe(0);
  expect(slots.room(B)).toBe(1);
});

test('a lowered concurrency never gives negative room', () => {
  const slots = createSlots(10);
  for (let i = 0; i < 5; i += 1) slots.take('b');

  expect(slots.room(webhookInForce({ documentId: 'b', concurrency: 1 }))).toBe(0);
});
