import { setTimeout as sleep } from 'node:timers/promises';

import { createOnPostgres } from './support/database';
import { duringOutage, expectSurvival } from './support/outage';
import { hasPostgresPrograms, startPrivatePostgres } from './support/private-postgres';

jest.setTimeout(600_000);

const describeHere = hasPostgresPrograms() ? describe : describe.skip;
if (!hasPostgresPrograms()) console.warn('initdb and pg_ctl are absent: tests are SKIPPED.');

describeHere('a PostgreSQL of its own', () => {
  test('shut down, crashed, and back under load: the exact set', async () => {
    const server = await startPrivatePostgres();
    try {
      const survived = await duringOutage(await createOnPostgres(server), async () => {
        for (const mode of ['fast', 'immediate'] as const) {
          await sleep(700);
          await server.restart(mode);
        }
        await sleep(1_000);
      });
      expectSurvival(survived);
    } finally {
      await server.remove();
    }
  });
});
