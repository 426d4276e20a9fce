import {
  attentionFirst,
  heldBy,
  needsAttention,
} from '../../../../../admin/src/webhooks/state/attention';
import { sampleWebhook } from '../../sample-webhook';

const health = sampleWebhook().health;
const failing = { ...health, failures: 1, failingSince: '2026-05-03T12:00:00.000Z' };
const backlogged = { ...health, backlogged: true };

test.each([
  ['one that does well', {}, false],
  ['one that fails', { health: failing }, true],
  ['one for which too much waits', { health: backlogged }, true],
  ['one whose condition fails', { health: { ...health, conditionFailed: 'msg_1' } }, true],
  ['one that lacks a secret', { secretsProblem: 'no key' }, true],
  [
    'one that is disabled and lacks one',
    { state: 'disabled' as const, secretsProblem: 'x' },
    false,
  ],
  ['one paused by a person', { state: 'paused' as const }, false],
  ['one paused while it failed', { state: 'paused' as const, health: failing }, true],
  ['one paused by the system', { state: 'paused' as const, stateReason: 'failing' }, true],
  ['one disabled by the system', { state: 'disabled' as const, stateReason: '410 Gone' }, true],
  ['one that failed and was disabled', { state: 'disabled' as const, health: failing }, false],
])('%s', (_name, part, needs) => {
  expect(needsAttention(sampleWebhook(part))).toBe(needs);
});

test('held and failing ones stand first, then those the system stopped, else the order stays', () => {
  const webhooks = [
    sampleWebhook({ name: 'a' }),
    sampleWebhook({ name: 'b', state: 'disabled', stateReason: '410 Gone' }),
    sampleWebhook({ name: 'c', health: failing }),
    sampleWebhook({ name: 'd', state: 'paused' }),
    sampleWebhook({ name: 'e', health: failing }),
    sampleWebhook({ name: 'f', secretsProblem: 'no key' }),
  ];
  expect(attentionFirst(webhooks).map(({ name }) => name)).toEqual(['c', 'e', 'f', 'b', 'a', 'd']);
});

test('what holds several webhooks is told once, with their names', () => {
  const webhooks = [
    sampleWebhook({ name: 'a', secretsProblem: 'no key' }),
    sampleWebhook({ name: 'b' }),
    sampleWebhook({ name: 'c', secretsProblem: 'no signing secret' }),
    sampleWebhook({ name: 'd', secretsProblem: 'no key', state: 'paused' }),
    sampleWebhook({ name: 'e', secretsProblem: 'no key', state: 'disabled' }),
  ];
  expect(heldBy(webhooks)).toEqual([
    { problem: 'no key', names: ['a', 'd'] },
    { problem: 'no signing secret', names: ['c'] },
  ]);
});
