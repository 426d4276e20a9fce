import { createDatabase } from './support/database';
import { withFleet } from './support/fleet';
import type { Instance } from './support/instance';
import { untilAllSettled } from './support/settled';
import { QUOTATION } from '../support/documents';

jest.setTimeout(600_000);

const DOCUMENTS = 120;
/** As a container whose CPU quota is used up again and again. */
const PERIOD_MS = 200;
const STOPPED_MS = 130;

/** Some milliseconds each. */
const CONDITION = '$count($map([1..300], function($i) { $i * 2 })) = 300';
const TEMPLATE = '{ "name": doc.name, "sum": $sum($map([1..1000], function($i) { $i * 2 })) }';

test('a process that is stopped again and again loses no template and no condition', async () => {
  const database = await createDatabase('sqlite');
  const statuses = await withFleet(database, async (fleet) => {
    const instance = fleet.launch();
    await instance.call('boot');
    await instance.call('addWebhook', {
      name: 'Template',
      url: `${fleet.recorder.url}/at-once`,
      contentTypes: [QUOTATION],
      events: ['entry.create'],
      condition: CONDITION,
      payload: 'template',
      template: TEMPLATE,
      retryDelays: Array<number>(50).fill(0.1),
    });
    const quota = stopAgainAndAgain(instance);
    try {
      const names = Array.from({ length: DOCUMENTS }, (_, index) => `QTN-${String(index)}`);
      await instance.call('addDocuments', names);
      await untilAllSettled(instance);
    } finally {
      quota.end();
    }
    return (await instance.call('deliveries')).map(({ status }) => status);
  }).finally(database.drop);

  expect(statuses).toEqual(Array(DOCUMENTS).fill('delivered'));
});

function stopAgainAndAgain(instance: Instance): { end: () => void } {
  const timer = setInterval(() => {
    instance.kill('SIGSTOP');
    setTimeout(() => {
      instance.kill('SIGCONT');
    }, STOPPED_MS);
  }, PERIOD_MS);
  return {
    end() {
      clearInterval(timer);
      instance.kill('SIGCONT');
    },
  };
}
