import { attentionFirst, needsAttention } from '../../../admin/src/pages/webhooks/attention';
import { sampleWebhook } from './sample-webhook';

const health = sampleWebhook().health;
const failing = { ...health, failures: 1, failingSince: '2026-05-03T12:00:00.000Z' };
const backlogged = { ...health, backlogged: true };

test.each([
  ['one that does well', {}, false],
  ['one that fails', { health: failing }, true],
  ['one for which too much waits', { health: backlogged }, true],
  ['one paused by a person', { state: 'paused' as const }, false],
  ['one paused while it failed', { state: 'paused' as const, health: failing }, true],
  ['one paused by the system', { state: 'paused' as const, stateReason: 'failing' }, true],
  ['one disabled by the system', { state: 'disabled' as const, stateReason: '410 Gone' }, true],
  ['one that failed and was disabled', { state: 'disabled' as const, health: failing }, false],
])('%s', (_name, part, needs) => {
  expect(needsAttention(sampleWebhook(part))).toBe(needs);
});

test('failing ones stand first, then those the system stopped, else the order stays', () => {
  const webhooks = [
    sampleWebhook({ name: 'a' }),
    sampleWebhook({ name: 'b', state: 'disabled', stateReason: '410 Gone' }),
    sampleWebhook({ name: 'c', health: failing }),
    sampleWebhook({ name: 'd', state: 'paused' }),
    sampleWebhook({ name: 'e', health: failing }),
  ];
  expect(attentionFirst(webhooks).map(({ name }) => name)).toEqual(['c', 'e', 'b', 'a', 'd']);
});
