import type { FailingWebhook } from '../../../server/src/outbox/breaker';
import { createBreaker } from '../../../server/src/relay/breaker';

const THRESHOLD = 3;

function failing(webhookId: string, failures: number): FailingWebhook {
  return { webhookId, failures, failingForMs: 0, openForMs: 0 };
}

test.each([
  [THRESHOLD - 1, false],
  [THRESHOLD, true],
  [THRESHOLD + 5, true],
])('%i failures of %s hold the queue', (failures, holds) => {
  const breaker = createBreaker(THRESHOLD);

  breaker.note({ failing: [failing('a', failures)], succeeded: [] });

  expect(breaker.holds('a')).toBe(holds);
  expect(breaker.holds('b')).toBe(false);
});

test('a success lets it go', () => {
  const breaker = createBreaker(THRESHOLD);
  breaker.note({ failing: [failing('a', THRESHOLD), failing('b', THRESHOLD)], succeeded: [] });

  breaker.note({ failing: [], succeeded: ['a'] });

  expect([breaker.holds('a'), breaker.holds('b')]).toEqual([false, true]);
});

test('a success and enough failures after it, in one batch, hold it', () => {
  const breaker = createBreaker(THRESHOLD);

  breaker.note({ failing: [failing('a', THRESHOLD)], succeeded: ['a'] });

  expect(breaker.holds('a')).toBe(true);
});

test('what the database says replaces what was known', () => {
  const breaker = createBreaker(THRESHOLD);
  breaker.note({ failing: [failing('a', THRESHOLD)], succeeded: [] });

  breaker.replace([failing('b', THRESHOLD)]);

  expect([breaker.holds('a'), breaker.holds('b')]).toEqual([false, true]);
});
