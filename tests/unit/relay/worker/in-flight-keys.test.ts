import { createInFlightKeys } from '../../../../server/src/relay/worker/in-flight-keys';

const A = { webhookId: 'hook', documentId: 'a' };

test('a lane is free until it is taken, and again when it is freed', () => {
  const inFlightKeys = createInFlightKeys();
  expect(inFlightKeys.isTaken(A)).toBe(false);

  inFlightKeys.take(A);
  expect(inFlightKeys.isTaken(A)).toBe(true);

  inFlightKeys.free(A);
  expect(inFlightKeys.isTaken(A)).toBe(false);
});

test.each([
  ['another document', { ...A, documentId: 'b' }],
  ['another webhook', { ...A, webhookId: 'other' }],
])('%s has a lane of its own', (_name, other) => {
  const inFlightKeys = createInFlightKeys();

  inFlightKeys.take(A);

  expect(inFlightKeys.isTaken(other)).toBe(false);
});

test('who found it taken is remembered until it is free', () => {
  const inFlightKeys = createInFlightKeys();
  inFlightKeys.take(A);
  expect(inFlightKeys.isAwaited(A)).toBe(false);

  inFlightKeys.isTaken(A);

  expect(inFlightKeys.isAwaited(A)).toBe(true);
  expect(inFlightKeys.free(A)).toBe(true);
  expect(inFlightKeys.isAwaited(A)).toBe(false);
});

test('freeing one that nobody waits for says so', () => {
  const inFlightKeys = createInFlightKeys();
  inFlightKeys.take(A);

  expect(inFlightKeys.free(A)).toBe(false);
});

test('who found it free is not waiting', () => {
  const inFlightKeys = createInFlightKeys();

  inFlightKeys.isTaken(A);

  expect(inFlightKeys.isAwaited(A)).toBe(false);
});
