import { setTimeout as sleep } from 'node:timers/promises';

import { createDatabase } from './support/database';
import { withFleet } from './support/fleet';
import { addDocumentsAndWebhooks } from './support/scenery';
import { describeWith } from './support/services';
import { findViolations, NO_VIOLATIONS } from './support/verdict';

const FIVE_MINUTES = 300_000;

jest.setTimeout(600_000);

describeWith('postgres')('on PostgreSQL', () => {
  test('instances whose clocks differ by five minutes: the exact set, each once', async () => {
    const database = await createDatabase('postgres');
    const evidence = await withFleet(database, async (fleet) => {
      const instances = [fleet.launch(), fleet.launch()] as const;
      const [right, ahead] = instances;
      await ahead.call('setClock', { ms: FIVE_MINUTES });
      await right.call('boot');
      const documents = await addDocumentsAndWebhooks(right, fleet.recorder, 40);
      await ahead.call('boot');
      // The leases of requests that are under way are there to be stolen.
      fleet.recorder.slowDown(50);
      fleet.recorder.misbehave({ failing: 0.05, reset: 0 });
      for (const [index, instance] of instances.entries()) {
        const own = documents.filter((_id, at) => at % instances.length === index);
        const name = `load${String(index)}`;
        await instance.call('load', { name, documents: own, writers: 4, pauseMs: 20 });
      }
      await sleep(3_000);
      return fleet.conclude(instances);
    }).finally(database.drop);

    const expectations = { expectOrder: true, expectOnce: true };
    expect(findViolations(evidence, expectations)).toEqual(NO_VIOLATIONS);
  });
});
