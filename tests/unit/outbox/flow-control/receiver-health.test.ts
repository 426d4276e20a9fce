import {
  allowedInFlight,
  healthAfter,
  HEALTHY_RECEIVER,
  type ReceiverHealth,
  type Sign,
} from '../../../../server/src/outbox/flow-control/receiver-health';

const NOW = 1_000_000;
const rule = { failures: 3, openMs: 30_000, concurrency: 16 };
const GOOD: Sign = { kind: 'good' };
const FAILED: Sign = { kind: 'failed' };
const OVERLOADED: Sign = { kind: 'overloaded' };
const busy = (seconds: number): Sign => ({
  kind: 'busy',
  statusCode: 429,
  waitMs: seconds * 1_000,
});

/** After attempts that each begin and end at such a moment, in milliseconds from NOW. */
function after(
  steps: [at: number, sign: Sign, began?: number][],
  from = HEALTHY_RECEIVER,
): ReceiverHealth {
  return steps.reduce(
    (health, [at, sign, began = at]) =>
      healthAfter(health, { sign, startedAt: NOW + began }, { now: NOW + at, rule }),
    from,
  );
}

function repeated(count: number, sign: Sign, from = 0): [number, Sign][] {
  return Array.from({ length: count }, (_, i) => [from + i, sign]);
}

test('a success of a receiver that is well changes nothing', () => {
  expect(after([[0, GOOD]])).toEqual(HEALTHY_RECEIVER);
});

describe('failing', () => {
  test.each([
    [2, 2, Infinity],
    [3, 3, 0],
  ])('after %i failures it counts %i, and lets %d out', (count, failures, allowed) => {
    const health = after(repeated(count, FAILED));

    expect(health).toMatchObject({ failures, failingSince: NOW });
    expect(allowedInFlight(health, rule.failures, NOW + 10)).toBe(allowed);
  });

  test('when it was open for long enough, one probe goes', () => {
    const health = after(repeated(3, FAILED));

    expect(allowedInFlight(health, rule.failures, NOW + 30_010)).toBe(1);
  });

  test('a probe that succeeds lets more and more out', () => {
    const probed = after([...repeated(3, FAILED), [31_000, GOOD]]);
    expect(probed).toMatchObject({ failures: 0, failingSince: null, openUntil: null });
    expect(allowedInFlight(probed, rule.failures, NOW + 31_000)).toBe(2);

    expect(after(repeated(14, GOOD, 31_001), probed).allowance).toBeNull();
  });

  test('a failure between successes never adds up', () => {
    expect(after([...repeated(2, FAILED), [5, GOOD], [6, FAILED]])).toMatchObject({ failures: 1 });
  });
});

describe('on hold', () => {
  test('nothing leaves until the receiver wants it, then one', () => {
    const health = after([[0, busy(60)]]);

    expect(health).toMatchObject({ failures: 0, holdSince: NOW, holdStatus: 429, holds: 1 });
    expect(allowedInFlight(health, rule.failures, NOW + 59_999)).toBe(0);
    expect(allowedInFlight(health, rule.failures, NOW + 60_000)).toBe(1);
  });

  test('a burst of refusals is one hold, as long as the longest', () => {
    const health = after([
      [0, busy(10)],
      [1, busy(60)],
      [2, busy(5)],
    ]);

    expect(health).toMatchObject({ holdUntil: NOW + 60_001, holds: 1, goal: 8 });
  });

  test('a success that began before, or that another instance sent meanwhile, does not end it', () => {
    const held = after([[0, busy(60)]]);

    expect(after([[10, GOOD, -5]], held)).toEqual(held);
    expect(after([[10, GOOD, 5]], held)).toEqual(held);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [11, 900_000],
    [40, 900_000],
  ])('hold %i in a row, without a time, lasts %i ms', (times, lasts) => {
    const steps = Array.from({ length: times }, (_, i): [number, Sign] => [i * 1_000_000, busy(0)]);

    const { holdUntil } = after(steps);

    expect((holdUntil ?? 0) - NOW - (times - 1) * 1_000_000).toBe(lasts);
  });

  test('one that is refused as often as it comes back waits longer than it was told', () => {
    const steps = Array.from({ length: 5 }, (_, i): [number, Sign] => [i * 100_000, busy(1)]);

    expect(after(steps).holdUntil).toBe(NOW + 400_000 + 16_000);
  });

  test('a success begins the count again', () => {
    const health = after([
      [0, busy(0)],
      [2_000, busy(0)],
      [5_000, GOOD],
    ]);

    expect(health).toMatchObject({ holdUntil: null, holdSince: null, holds: 0 });
  });

  test('it grows fast up to half of what it was, and slowly from there', () => {
    const allowances = [0, 1, 6, 7, 8, 9, 120].map(
      (count) => after([[0, busy(1)], ...repeated(count, GOOD, 1_001)]).allowance,
    );

    expect(allowances.slice(0, 4)).toEqual([1, 2, 7, 8]);
    expect(allowances[4]).toBeCloseTo(8.125);
    expect(allowances[5]).toBeCloseTo(8.25, 1);
    expect(allowances[6]).toBeNull();
  });

  test('it counts neither as a failure nor as a success', () => {
    expect(
      after([
        [0, FAILED],
        [1, FAILED],
        [2, busy(1)],
      ]),
    ).toMatchObject({ failures: 2 });
    expect(
      after([
        [0, FAILED],
        [1, FAILED],
        [2, busy(1)],
        [1_100, FAILED],
      ]),
    ).toMatchObject({
      failures: 3,
      openUntil: NOW + 31_100,
    });
  });
});

describe('overloaded', () => {
  test('half as many are in flight, and it counts as a failure', () => {
    expect(after([[0, OVERLOADED]])).toMatchObject({ failures: 1, allowance: 8, goal: 8 });
  });

  test('those in flight at the time do not halve it again; the next does', () => {
    const slow = after([
      [0, OVERLOADED],
      [5, OVERLOADED, -5],
    ]);
    expect(slow).toMatchObject({ failures: 2, allowance: 8 });

    expect(after([[10, OVERLOADED, 8]], { ...slow, failures: 0 })).toMatchObject({ allowance: 4 });
  });

  test('never fewer than one', () => {
    const slow = { ...HEALTHY_RECEIVER, allowance: 1, goal: 1, loweredAt: NOW - 1 };

    expect(after([[0, OVERLOADED]], slow)).toMatchObject({ allowance: 1 });
  });

  test('successes raise it until the limit is lifted', () => {
    const slow = after([[0, OVERLOADED]]);

    expect(after(repeated(8, GOOD, 1), slow).allowance).toBeCloseTo(8.94, 1);
    expect(after(repeated(100, GOOD, 1), slow)).toMatchObject({ allowance: null, failures: 0 });
  });
});
