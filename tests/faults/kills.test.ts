import { databaseKind } from '../support/databases';
import { killRepeatedly, type Outcome } from './support/campaign';
import { countOf } from './support/counts';
import { createDatabase } from './support/database';
import { MOMENTS, type Moment } from './support/kill-points';
import { tell } from './support/tell';
import { findViolations, NO_VIOLATIONS, type Violations } from './support/verdict';

const KILLS = countOf('FAULT_KILLS', 12);
/** On one database, before everything must have come to its end. */
const ROUND = 60;

const everyKill = Array.from({ length: KILLS }, (_, i) => MOMENTS[i % MOMENTS.length] as Moment);
const rounds = Array.from({ length: Math.ceil(KILLS / ROUND) }, (_, i) =>
  everyKill.slice(i * ROUND, (i + 1) * ROUND),
).map((moments, i) => ({ round: i + 1, count: moments.length, moments }));

jest.setTimeout(240_000 + Math.min(KILLS, ROUND) * 60_000);

test.each(rounds)(
  'round $round, $count kills: nothing lost, nothing invented, in order',
  async ({ moments }) => {
    const database = await createDatabase(databaseKind);
    const outcome = await killRepeatedly(database, moments).finally(database.drop);
    const violations = findViolations(outcome, { expectOrder: true, expectOnce: false });

    report(outcome, violations);
    expect(violations).toEqual(NO_VIOLATIONS);
    expectHits(outcome);
    expect(writtenByQuery(outcome)).toBeGreaterThan(0);
  },
);

/** The process died where it was meant to, and not merely at some other moment. */
function expectHits({ kills }: Outcome): void {
  for (const { moment, ascertained } of kills) {
    if (moment === 'before-commit') expect(ascertained.rolledBack).toBeGreaterThan(0);
    if (moment === 'after-commit') expect(ascertained.committed).toBeGreaterThan(0);
  }
}

function writtenByQuery({ journal }: Outcome): number {
  return journal.writesThat('committed').filter(({ byQuery }) => byQuery).length;
}

function report(outcome: Outcome, found: Violations): void {
  const { kills, journal, arrivals, deliveries } = outcome;
  for (const moment of MOMENTS) {
    const lives = new Set(kills.filter((kill) => kill.moment === moment).map(({ life }) => life));
    const ofThese = ({ value }: { value: string }): boolean => lives.has(value.split('-')[0] ?? '');
    const sent = arrivals.filter(ofThese);
    tell(`killed ${moment} on ${databaseKind}`, {
      times: lives.size,
      committed: journal.writesThat('committed').filter(ofThese).length,
      'rolled back': journal.writesThat('rolled-back').filter(ofThese).length,
      'sent again': sent.length - new Set(sent.map(({ id }) => id)).size,
    });
  }
  tell(`all ${String(kills.length)} kills`, {
    deliveries: deliveries.length,
    'writes by query': writtenByQuery(outcome),
    lost: found.lost.length,
    'sent though rolled back': found.invented.length,
    'under a second id': found.doubled.length,
    'with other bytes': found.altered.length,
    'out of order': found.disordered.length,
  });
}
