import { createLanes } from '../../../../server/src/relay/worker/in-flight-keys';

const A = { webhookId: 'hook', documentId: 'a' };

test('a lane is free until it is taken, and again when it is freed', () => {
  const lanes = createLanes();
  expect(lanes.isTaken(A)).toBe(false);

  lanes.take(A);
  expect(lanes.isTaken(A)).toBe(true);

  lanes.free(A);
  expect(lanes.isTaken(A)).toBe(false);
});

test.each([
  ['another document', { ...A, documentId: 'b' }],
  ['another webhook', { ...A, webhookId: 'other' }],
])('%s has a lane of its own', (_name, other) => {
  const lanes = createLanes();

  lanes.take(A);

  expect(lanes.isTaken(other)).toBe(false);
});

test('who found it taken is remembered until it is free', () => {
  const lanes = createLanes();
  lanes.take(A);
  expect(lanes.isAwaited(A)).toBe(false);

  lanes.isTaken(A);

  expect(lanes.isAwaited(A)).toBe(true);
  expect(lanes.free(A)).toBe(true);
  expect(lanes.isAwaited(A)).toBe(false);
});

test('freeing one that nobody waits for says so', () => {
  const lanes = createLanes();
  lanes.take(A);

  expect(lanes.free(A)).toBe(false);
});

test('who found it free is not waiting', () => {
  const lanes = createLanes();

  lanes.isTaken(A);

  expect(lanes.isAwaited(A)).toBe(false);
});
