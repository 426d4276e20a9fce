import { createSlots } from '../../../server/src/relay/slots';
import { webhookInForce } from '../webhook-in-force';

const A = webhookInForce({ documentId: 'a', concurrency: 2 });
const B = webhookInForce({ documentId: 'b', concurrency: 5 });

test('a webhook has room for its own concurrency, within that of the instance', () => {
  const slots = createSlots(4);

  expect([slots.room(A), slots.room(B)]).toEqual([2, 4]);
});

test('what one takes, the others lack', () => {
  const slots = createSlots(4);
  slots.take('a');
  slots.take('a');
  expect([slots.room(A), slots.room(B)]).toEqual([0, 2]);

  slots.free('a');
  expect([slots.room(A), slots.room(B)]).toEqual([1, 3]);
});

test('a lowered concurrency never gives negative room', () => {
  const slots = createSlots(10);
  for (let i = 0; i < 5; i += 1) slots.take('b');

  expect(slots.room(webhookInForce({ documentId: 'b', concurrency: 1 }))).toBe(0);
});
