import { recoverSince } from '../../../../../admin/src/deliveries/recover/recover-since';
import { sampleWebhook } from '../../sample-webhook';

const NOW = Date.parse('2026-05-03T12:00:00.000Z');
const since = (failingSince: string | null) =>
  new Date(
    recoverSince({ health: { ...sampleWebhook().health, failures: 1, failingSince } }, NOW),
  ).toISOString();

test('a day ago', () => {
  expect(since(null)).toBe('2026-05-02T12:00:00.000Z');
  expect(since('2026-05-03T11:00:00.000Z')).toBe('2026-05-02T12:00:00.000Z');
});

test('before the receiver began to fail, when that is longer ago', () => {
  expect(since('2026-05-01T08:30:00.000Z')).toBe('2026-05-01T07:30:00.000Z');
});
