import { setTimeout as sleep } from 'node:timers/promises';

import { serverAddress } from '../support/databases/server-address';
import { createDatabase } from './support/database';
import { duringOutage, expectSurvival } from './support/outage';
import { describeWith } from './support/services';
import { startTcpProxy } from './support/tcp-proxy';

jest.setTimeout(600_000);

describe.each(['postgres', 'mysql'] as const)('%s', (kind) => {
  describeWith(kind)('behind a line that fails', () => {
    test('cut again and again, and away for three seconds: the exact set', async () => {
      const database = await createDatabase(kind);
      const proxy = await startTcpProxy(serverAddress(kind));
      const environment = { ...database.environment, DATABASE_PORT: String(proxy.port) };
      try {
        const survived = await duringOutage({ environment }, async () => {
          for (let cut = 0; cut < 10; cut += 1) {
            await sleep(300 * Math.random());
            proxy.cut();
          }
          await sleep(1_000);
          proxy.refuse(true);
          proxy.cut();
          await sleep(3_000);
          proxy.refuse(false);
          await sleep(1_000);
        });
        expectSurvival(survived);
      } finally {
        await proxy.close();
        await database.drop();
      }
    });
  });
});
