import { pollTime } from '../../../../server/src/relay/engines/wakeup-queue';

const NOW = 1_764_000_000_123;

test.each([0, 1, 49, 50, 1_000, 5_000, 60_000, 3_600_000, 86_400_000])(
  'a look for what is due in %d ms is never early, and late by 2 %% or 50 ms at most',
  (delayMs) => {
    const late = pollTime(delayMs, NOW) - (NOW + delayMs);

    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(Math.max(50, delayMs / 50));
  },
);

test('a thousand retries in 5 s, 20 % either way, need few looks', () => {
  const delays = Array.from({ length: 1_000 }, (_, i) => 4_000 + 2 * i);

  const looks = new Set(delays.map((delayMs) => pollTime(delayMs, NOW)));

  expect(looks.size).toBeLessThan(50);
});
