import type { Unwell } from '../../../../server/src/outbox/flow-control/circuit-breaker';
import { WELL } from '../../../../server/src/outbox/flow-control/receiver-health';
import { createBreaker } from '../../../../server/src/relay/worker/breaker-cache';

const THRESHOLD = 3;
const NOW = 1_000;

function unwell(webhookId: string, more: Partial<Unwell>): Unwell {
  return { ...WELL, webhookId, now: NOW, ...more };
}

test.each<[Partial<Unwell>, boolean]>([
  [{ failures: THRESHOLD - 1 }, false],
  [{ failures: THRESHOLD }, true],
  [{ failures: THRESHOLD + 5 }, true],
  [{ allowance: 3 }, true],
  [{ holdUntil: NOW + 1 }, true],
  [{ holdUntil: NOW }, false],
])('%j restrains it: %s', (more, restrains) => {
  const breaker = createBreaker(THRESHOLD);

  breaker.note(['a'], [unwell('a', more)]);

  expect(breaker.restrains('a')).toBe(restrains);
  expect(breaker.restrains('b')).toBe(false);
});

test('a batch after which a webhook is well lets it go, and no other', () => {
  const breaker = createBreaker(THRESHOLD);
  breaker.note(['a', 'b'], [unwell('a', { allowance: 1 }), unwell('b', { allowance: 1 })]);

  breaker.note(['a'], []);

  expect([breaker.restrains('a'), breaker.restrains('b')]).toEqual([false, true]);
});

test('what the database says replaces what was known', () => {
  const breaker = createBreaker(THRESHOLD);
  breaker.note(['a'], [unwell('a', { allowance: 1 })]);

  breaker.replace([unwell('b', { allowance: 1 })]);

  expect([breaker.restrains('a'), breaker.restrains('b')]).toEqual([false, true]);
});

test('it tells what is on hold, and for how long', () => {
  const held = createBreaker(THRESHOLD).replace([
    unwell('failing', { failures: THRESHOLD, openUntil: NOW + 50 }),
    unwell('lowered', { failures: THRESHOLD - 1, openUntil: NOW + 50 }),
    unwell('busy', { holdUntil: NOW + 70 }),
    unwell('both', { failures: THRESHOLD, openUntil: NOW + 90, holdUntil: NOW + 70 }),
    unwell('slow', { allowance: 1, holdUntil: NOW }),
  ]);

  expect(held).toEqual([
    { webhookId: 'failing', forMs: 50 },
    { webhookId: 'busy', forMs: 70 },
    { webhookId: 'both', forMs: 90 },
  ]);
});
