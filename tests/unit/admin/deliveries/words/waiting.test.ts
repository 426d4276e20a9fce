import { waitingOf } from '../../../../../admin/src/deliveries/words/waiting';
import { sampleDelivery } from '../../sample-delivery';
import { sampleWebhook } from '../../sample-webhook';

const NOW = Date.parse('2026-05-03T12:00:00.000Z');
const at = (inSeconds: number) => new Date(NOW + inSeconds * 1000).toISOString();
const circumstances = { webhook: sampleWebhook(), others: [], now: NOW };

const later = sampleDelivery({ nextAttemptAt: at(60) });
const second = sampleDelivery({ id: 'msg_2', sequence: 2, nextAttemptAt: at(-60) });

test('what is due and not on its way waits its turn', () => {
  expect(waitingOf(second, circumstances)).toEqual({ kind: 'turn' });
  expect(waitingOf(second, { ...circumstances, webhook: undefined })).toEqual({ kind: 'turn' });
});

test('what is not due yet waits for its time', () => {
  expect(waitingOf(later, circumstances)).toEqual({ kind: 'later', at: at(60) });
});

test('a first attempt of a webhook that merges collects until then; a retry does not', () => {
  const webhook = sampleWebhook({ coalesceSeconds: 60 });
  const collects = waitingOf(later, { ...circumstances, webhook });
  const retry = waitingOf({ ...later, attemptCount: 1 }, { ...circumstances, webhook });
  expect(collects).toEqual({ kind: 'collecting', at: at(60) });
  expect(retry).toEqual({ kind: 'later', at: at(60) });
});

test('a paused webhook holds all that waits', () => {
  const webhook = sampleWebhook({ state: 'paused' });
  expect(waitingOf(later, { ...circumstances, webhook })).toEqual({ kind: 'paused' });
});

test('the breaker holds what is due, until it lets one through', () => {
  const heldUntil = (openUntil: string) =>
    sampleWebhook({
      health: { ...sampleWebhook().health, failures: 10, failingSince: at(-600), openUntil },
    });
  expect(waitingOf(second, { ...circumstances, webhook: heldUntil(at(20)) })).toEqual({
    kind: 'held',
    until: at(20),
  });
  expect(waitingOf(second, { ...circumstances, webhook: heldUntil(at(-1)) })).toEqual({
    kind: 'turn',
  });
});

test('a receiver that asked for time holds what is due by then, and no later retry', () => {
  const hold = { until: at(90), since: at(-5), statusCode: 429 };
  const webhook = sampleWebhook({
    coalesceSeconds: 5,
    health: { ...sampleWebhook().health, hold },
  });
  const held = { kind: 'hold', until: at(90), statusCode: 429 };

  expect(waitingOf({ ...second, nextAttemptAt: at(90) }, { ...circumstances, webhook })).toEqual(
    held,
  );
  const retry = { ...second, attemptCount: 1, nextAttemptAt: at(200) };
  expect(waitingOf(retry, { ...circumstances, webhook })).toEqual({ kind: 'later', at: at(200) });
});

test('a secret that cannot be read holds what is due, and no retry that is yet to come', () => {
  const webhook = sampleWebhook({ secretsProblem: 'no key' });
  expect(waitingOf(second, { ...circumstances, webhook })).toEqual({ kind: 'secrets' });
  expect(waitingOf(later, { ...circumstances, webhook })).toEqual({ kind: 'later', at: at(60) });
});

describe('behind an earlier delivery of the same document', () => {
  const first = sampleDelivery({ sequence: 1, nextAttemptAt: at(3_600), attemptCount: 2 });

  test('that waits for its retry, the next one waits', () => {
    const waiting = waitingOf(second, { ...circumstances, others: [second, first] });
    expect(waiting).toEqual({ kind: 'behind', sequence: 1 });
  });

  test('the nearest is named', () => {
    const third = { ...second, id: 'msg_3', sequence: 3 };
    const others = [third, first, { ...second, status: 'sending' as const }];
    expect(waitingOf(third, { ...circumstances, others })).toEqual({ kind: 'behind', sequence: 2 });
  });

  test.each([
    ['is settled', { status: 'delivered' as const }],
    ['is of another document', { documentId: 'article-2' }],
    ['is of another webhook', { webhook: { documentId: 'search', name: 'Search' } }],
    ['came later', { sequence: 3 }],
    ['has the same number', { sequence: 2 }],
  ])('nothing waits where the other %s', (_name, part) => {
    const waiting = waitingOf(second, { ...circumstances, others: [{ ...first, ...part }] });
    expect(waiting).toEqual({ kind: 'turn' });
  });

  test('nothing waits where the webhook keeps no order', () => {
    const webhook = sampleWebhook({ ordering: 'none' });
    const waiting = waitingOf(second, { ...circumstances, webhook, others: [first] });
    expect(waiting).toEqual({ kind: 'turn' });
  });
});
