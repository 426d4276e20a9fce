import { killRepeatedly, type Outcome } from './support/campaign';
import { countOf } from './support/counts';
import { createDatabase } from './support/database';
import { KILL_POINTS, type KillPoint } from './support/kill-points';
import { tell } from './support/tell';
import { databaseKind } from '../support/databases';
import { findViolations, NO_VIOLATIONS } from './support/verdict';

const KILLS = countOf('FAULT_KILLS', 12);
/** Beside the five points, at any time. */
const EACH = Math.ceil(KILLS / (KILL_POINTS.length + 1));

jest.setTimeout(120_000 + EACH * 60_000);

/** What a kill at the point makes certain: that it was hit, and not merely some other moment. */
const SIGNS: Partial<Record<KillPoint, (outcome: Outcome) => number>> = {
  'before-commit': ({ ascertained }) => ascertained.rolledBack,
  'after-commit': ({ ascertained }) => ascertained.committed,
  'in-request': ({ arrivals }) => arrivals.filter(({ answered }) => answered === null).length,
  'after-answer': repeats,
};

async function survive(point: KillPoint | null): Promise<Outcome> {
  const database = await createDatabase(databaseKind);
  const outcome = await killRepeatedly({ database, point, kills: EACH }).finally(database.drop);
  const violations = findViolations(outcome, { expectOrder: true, expectOnce: false });
  tell(`${String(EACH)} kills ${point ?? 'at any time'} on ${databaseKind}`, {
    committed: outcome.journal.writesThat('committed').length,
    'rolled back': outcome.journal.writesThat('rolled-back').length,
    deliveries: outcome.deliveries.length,
    'sent again': repeats(outcome),
    lost: violations.lost.length,
    'sent though rolled back': violations.invented.length,
    'sent under a second id': violations.doubled.length,
    'out of order': violations.disordered.length,
  });
  expect(violations).toEqual(NO_VIOLATIONS);
  return outcome;
}

function repeats({ arrivals }: Outcome): number {
  return arrivals.length - new Set(arrivals.map(({ id }) => id)).size;
}

test.each(KILL_POINTS)('killed %s: nothing lost, nothing invented, in order', async (point) => {
  const outcome = await survive(point);

  const sign = SIGNS[point];
  if (sign) expect(sign(outcome)).toBeGreaterThanOrEqual(EACH);
});

test('killed at any time: nothing lost, nothing invented, in order', async () => {
  await survive(null);
});
