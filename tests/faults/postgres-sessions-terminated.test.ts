import { setTimeout as sleep } from 'node:timers/promises';

import { serverAddress } from '../support/databases/server-address';
import { createDatabase, queryPostgres } from './support/database';
import { duringOutage, expectSurvival } from './support/outage';
import { describeWith } from './support/services';

jest.setTimeout(600_000);

describeWith('postgres')('postgres', () => {
  test('all sessions are terminated again and again: the exact set', async () => {
    const database = await createDatabase('postgres');
    try {
      const survived = await duringOutage(database, async () => {
        for (let time = 0; time < 5; time += 1) {
          await sleep(500 * Math.random());
          await queryPostgres(
            serverAddress('postgres'),
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database.name}'`,
          );
        }
        await sleep(1_000);
      });
      expectSurvival(survived);
    } finally {
      await database.drop();
    }
  });
});
