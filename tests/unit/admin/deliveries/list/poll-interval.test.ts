import { pollInterval } from '../../../../../admin/src/deliveries/list/poll-interval';
import { sampleDelivery } from '../../sample-delivery';

const NOW = Date.parse('2026-05-03T12:00:00.000Z');
const due = (inSeconds: number) =>
  sampleDelivery({ nextAttemptAt: new Date(NOW + inSeconds * 1000).toISOString() });

test('a settled log is not read again', () => {
  const settled = (['delivered', 'failed', 'cancelled'] as const).map((status) =>
    sampleDelivery({ status, nextAttemptAt: null }),
  );
  expect(pollInterval(settled, NOW)).toBe(0);
  expect(pollInterval([], NOW)).toBe(0);
});

test.each([
  ['under way', sampleDelivery({ status: 'sending', nextAttemptAt: null })],
  ['due in a moment', due(30)],
  ['due a moment ago', due(-30)],
])('it is read often while an attempt is %s', (_name, delivery) => {
  expect(pollInterval([delivery], NOW)).toBe(3_000);
});

test.each([
  ['due in an hour', due(3_600)],
  ['held since an hour ago', due(-3_600)],
  ['held without a time', sampleDelivery({ nextAttemptAt: null })],
])('it is read seldom while an attempt is %s', (_name, delivery) => {
  expect(pollInterval([delivery], NOW)).toBe(30_000);
});

test('the nearest delivery decides', () => {
  expect(pollInterval([due(3_600), due(1)], NOW)).toBe(3_000);
});
