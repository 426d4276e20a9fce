import type { UnhealthyReceiver } from '../../../../server/src/outbox/flow-control/circuit-breaker';
import { HEALTHY_RECEIVER } from '../../../../server/src/outbox/flow-control/receiver-health';
import { createBreakerCache } from '../../../../server/src/relay/worker/breaker-cache';

const THRESHOLD = 3;
const NOW = 1_000;

function unhealthy(webhookId: string, more: Partial<UnhealthyReceiver>): UnhealthyReceiver {
  return { ...HEALTHY_RECEIVER, webhookId, now: NOW, ...more };
}

test.each<[Partial<UnhealthyReceiver>, boolean]>([
  [{ failures: THRESHOLD - 1 }, false],
  [{ failures: THRESHOLD }, true],
  [{ failures: THRESHOLD + 5 }, true],
  [{ allowance: 3 }, true],
  [{ holdUntil: NOW + 1 }, true],
  [{ holdUntil: NOW }, false],
])('%j limits it: %s', (more, isLimited) => {
  const breaker = createBreakerCache(THRESHOLD);

  breaker.note(['a'], [unhealthy('a', more)]);

  expect(breaker.isLimited('a')).toBe(isLimited);
  expect(breaker.isLimited('b')).toBe(false);
});

test('a batch after which a webhook is well lets it go, and no other', () => {
  const breaker = createBreakerCache(THRESHOLD);
  breaker.note(['a', 'b'], [unhealthy('a', { allowance: 1 }), unhealthy('b', { allowance: 1 })]);

  breaker.note(['a'], []);

  expect([breaker.isLimited('a'), breaker.isLimited('b')]).toEqual([false, true]);
});

test('what the database says replaces what was known', () => {
  const breaker = createBreakerCache(THRESHOLD);
  breaker.note(['a'], [unhealthy('a', { allowance: 1 })]);

  breaker.replace([unhealthy('b', { allowance: 1 })]);

  expect([breaker.isLimited('a'), breaker.isLimited('b')]).toEqual([false, true]);
});

test('it tells what is on hold, and for how long', () => {
  const held = createBreakerCache(THRESHOLD).replace([
    unhealthy('failing', { failures: THRESHOLD, openUntil: NOW + 50 }),
    unhealthy('lowered', { failures: THRESHOLD - 1, openUntil: NOW + 50 }),
    unhealthy('busy', { holdUntil: NOW + 70 }),
    unhealthy('both', { failures: THRESHOLD, openUntil: NOW + 90, holdUntil: NOW + 70 }),
    unhealthy('slow', { allowance: 1, holdUntil: NOW }),
  ]);

  expect(held).toEqual([
    { webhookId: 'failing', forMs: 50 },
    { webhookId: 'busy', forMs: 70 },
    { webhookId: 'both', forMs: 90 },
  ]);
});
