import type { AttemptOutcomeKind } from '../../../../server/src/contracts/deliveries';
import type { RetryOn } from '../../../../server/src/contracts/webhook-choices';
import type { Sign } from '../../../../server/src/outbox/flow-control/receiver-health';
import type { AttemptOutcome } from '../../../../server/src/relay/http/attempt-outcome';
import { failed } from '../../../../server/src/relay/http/attempt-outcome';
import { decide, type TriedAttempt } from '../../../../server/src/relay/attempt/retry-policy';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function response(
  statusCode: number,
  headers: Record<string, string | string[]> = {},
): AttemptOutcome {
  return { ...failed('response', ''), statusCode, responseHeaders: headers, error: null };
}

function decideOn(outcome: AttemptOutcome, more: Partial<TriedAttempt> = {}) {
  return decide({
    outcome,
    attemptsInSchedule: 1,
    retryDelays: [10, 100],
    retryOn: 'all',
    now: NOW,
    random: 0.5,
    ...more,
  });
}

test.each([200, 201, 204, 299])('%i is delivered', (status) => {
  expect(decideOn(response(status))).toEqual({
    disposition: { kind: 'delivered' },
    disableWebhook: false,
    sign: { kind: 'good' },
  });
});

test.each([100, 199, 300, 301, 304, 308, 400, 401, 404, 408, 409, 500, 503, 599])(
  '%i is tried again',
  (status) => {
    const { disposition, disableWebhook } = decideOn(response(status));

    expect(disposition).toMatchObject({ kind: 'retry', delayMs: 10_000 });
    expect(disableWebhook).toBe(false);
  },
);

test('410 is failed at once and disables the webhook, whatever retries are left', () => {
  expect(decideOn(response(410))).toEqual({
    disposition: { kind: 'failed', reason: '410 Gone' },
    disableWebhook: true,
    sign: { kind: 'failed' },
  });
});

test.each(['timeout', 'dns-error', 'connection-error', 'tls-error'] as const)(
  'a %s is tried again, with its error as the reason',
  (kind) => {
    expect(decideOn(failed(kind, 'what happened')).disposition).toEqual({
      kind: 'retry',
      delayMs: 10_000,
      reason: 'what happened',
    });
  },
);

test.each(['render-error', 'blocked'] as const)('a %s is failed at once', (kind) => {
  const { disposition } = decideOn(failed(kind, 'no such thing'));

  expect(disposition).toEqual({ kind: 'failed', reason: 'no such thing' });
});

test('a timeout in the body of a 200 is no success', () => {
  const outcome = { ...failed('timeout', 'too slow'), statusCode: 200 };

  expect(decideOn(outcome).disposition.kind).toBe('retry');
});

test('a timeout after a 410 does not disable the webhook', () => {
  const outcome = { ...failed('timeout', 'too slow'), statusCode: 410 };

  expect(decideOn(outcome).disableWebhook).toBe(false);
});

test.each([
  [0, 8_000],
  [0.25, 9_000],
  [0.5, 10_000],
  [1, 12_000],
])('jitter: random %d waits %i ms', (random, delayMs) => {
  expect(decideOn(response(500), { random }).disposition).toMatchObject({ delayMs });
});

test.each([
  [1, [10, 100], 'retry', 10_000],
  [2, [10, 100], 'retry', 100_000],
  [3, [10, 100], 'failed', undefined],
  [1, [], 'failed', undefined],
  [1, [0], 'retry', 0],
  [2, [0], 'failed', undefined],
])('after attempt %i of the schedule %j: %s', (attemptsInSchedule, retryDelays, kind, delayMs) => {
  const { disposition } = decideOn(response(500), { attemptsInSchedule, retryDelays });

  expect(disposition.kind).toBe(kind);
  expect('delayMs' in disposition ? disposition.delayMs : undefined).toBe(delayMs);
});

test.each([
  ['60', 60_000],
  ['1', 10_000],
  [['60', '90'], 60_000],
  ['Thu, 01 Jan 2026 01:00:00 GMT', 3_600_000],
  ['31536000', 86_400_000],
])('Retry-After %j wins when it is later', (header, delayMs) => {
  expect(decideOn(response(500, { 'retry-after': header })).disposition).toMatchObject({ delayMs });
});

test('Retry-After of a failure buys no attempt that the schedule does not have', () => {
  const outcome = response(500, { 'retry-after': '60' });

  expect(decideOn(outcome, { retryDelays: [] }).disposition.kind).toBe('failed');
});

describe('what it says of the receiver', () => {
  test.each<[status: number, header: string | undefined, sign: Sign]>([
    [200, undefined, { kind: 'good' }],
    [429, undefined, { kind: 'busy', statusCode: 429, waitMs: 0 }],
    [429, 'soon', { kind: 'busy', statusCode: 429, waitMs: 0 }],
    [429, '60', { kind: 'busy', statusCode: 429, waitMs: 60_000 }],
    [429, '31536000', { kind: 'busy', statusCode: 429, waitMs: 86_400_000 }],
    [503, '60', { kind: 'busy', statusCode: 503, waitMs: 60_000 }],
    [503, undefined, { kind: 'overloaded' }],
    [503, '0', { kind: 'overloaded' }],
    [502, '60', { kind: 'overloaded' }],
    [504, undefined, { kind: 'overloaded' }],
    [500, '60', { kind: 'failed' }],
    [302, undefined, { kind: 'failed' }],
    [410, undefined, { kind: 'failed' }],
  ])('%i with Retry-After %s', (status, header, sign) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };

    expect(decideOn(response(status, headers)).sign).toEqual(sign);
  });

  test.each([
    ['timeout', { kind: 'failed' }],
    ['connection-error', { kind: 'failed' }],
    ['render-error', null],
    ['blocked', null],
  ] as const)('a %s', (kind, sign) => {
    expect(decideOn(failed(kind, 'no')).sign).toEqual(sign);
  });

  test('a 429 whose body breaks off asks for time all the same', () => {
    const outcome = { ...failed('timeout', 'too slow'), statusCode: 429 };

    expect(decideOn(outcome)).toMatchObject({
      disposition: { kind: 'hold' },
      sign: { kind: 'busy' },
    });
  });
});

test.each([[[]], [[10, 100]]])('a 429 goes again, with the delays %j', (retryDelays) => {
  expect(decideOn(response(429), { retryDelays, attemptsInSchedule: 9 }).disposition).toEqual({
    kind: 'hold',
    reason: 'The receiver responded with 429',
  });
});

test('a 429 that retryOn does not list fails, and asks for time all the same', () => {
  const { disposition, sign } = decideOn(response(429, { 'retry-after': '60' }), {
    retryOn: ['5xx'],
  });

  expect(disposition.kind).toBe('failed');
  expect(sign).toEqual({ kind: 'busy', statusCode: 429, waitMs: 60_000 });
});

test('the reason of a redirect says that it is not followed', () => {
  expect(decideOn(response(302)).disposition).toMatchObject({
    reason: 'The receiver responded with 302. Redirects are not followed: use the final URL',
  });
});

describe('retryOn', () => {
  test.each<[retryOn: RetryOn, outcome: number | AttemptOutcomeKind, kind: string]>([
    ['all', 422, 'retry'],
    ['all', 'dns-error', 'retry'],
    [[], 500, 'failed'],
    [[], 'timeout', 'failed'],
    [[408], 408, 'retry'],
    [[408], 409, 'failed'],
    [['5xx'], 500, 'retry'],
    [['5xx'], 599, 'retry'],
    [['5xx'], 408, 'failed'],
    [['5xx'], 'timeout', 'failed'],
    [['5xx', 'timeout'], 'timeout', 'retry'],
    [['timeout'], 'connection-error', 'failed'],
    [['3xx'], 302, 'retry'],
    [['4xx', '5xx'], 302, 'failed'],
    [['4xx'], 410, 'failed'],
    [['timeout'], 204, 'delivered'],
    [['4xx', '5xx', 'timeout'], 'render-error', 'failed'],
    [['4xx', '5xx', 'timeout'], 'blocked', 'failed'],
  ])('%j: %s is %s', (retryOn, outcome, kind) => {
    const tried = typeof outcome === 'number' ? response(outcome) : failed(outcome, 'no');

    expect(decideOn(tried, { retryOn }).disposition.kind).toBe(kind);
  });

  test('a timeout in the body of a 503 is a timeout', () => {
    const outcome = { ...failed('timeout', 'too slow'), statusCode: 503 };

    expect(decideOn(outcome, { retryOn: ['5xx'] }).disposition.kind).toBe('failed');
    expect(decideOn(outcome, { retryOn: ['timeout'] }).disposition.kind).toBe('retry');
  });

  test.each<[AttemptOutcome, string]>([
    [response(422), 'The receiver responded with 422. Not retried: retryOn does not list 422'],
    [failed('timeout', 'Too slow'), 'Too slow. Not retried: retryOn does not list timeout'],
  ])('the reason names it', (outcome, reason) => {
    expect(decideOn(outcome, { retryOn: ['5xx'] }).disposition).toEqual({
      kind: 'failed',
      reason,
    });
  });

  test('410 disables the webhook, whatever is listed', () => {
    expect(decideOn(response(410), { retryOn: ['4xx'] })).toEqual({
      disposition: { kind: 'failed', reason: '410 Gone' },
      disableWebhook: true,
      sign: { kind: 'failed' },
    });
  });
});
