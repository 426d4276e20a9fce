import { setTimeout as sleep } from 'node:timers/promises';

import { createDatabase } from './support/database';
import { withFleet } from './support/fleet';
import { addDocumentsAndWebhooks } from './support/scenery';
import { findViolations, NO_VIOLATIONS } from './support/verdict';

const HOUR = 3_600_000;

jest.setTimeout(600_000);

test.each([
  ['back', -HOUR],
  ['forward', HOUR],
])('the clock is stepped %s an hour under load: the exact set, each once', async (_way, ms) => {
  const database = await createDatabase('sqlite');
  const evidence = await withFleet(database, async (fleet) => {
    const instance = fleet.launch();
    await instance.call('boot');
    const documents = await addDocumentsAndWebhooks(instance, fleet.recorder, 20);
    // Retries are under way, whose time would be an hour off.
    fleet.recorder.misbehave({ failing: 0.1, reset: 0 });
    await instance.call('load', { name: 'load', documents, writers: 4, pauseMs: 20 });
    await sleep(1_000);
    await instance.call('setClock', { ms });
    await sleep(2_000);
    return fleet.conclude([instance]);
  }).finally(database.drop);

  const expectations = { expectOrder: true, expectOnce: true };
  expect(findViolations(evidence, expectations)).toEqual(NO_VIOLATIONS);
});
