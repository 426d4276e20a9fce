import { countOf } from './support/counts';
import { createDatabase } from './support/database';
import { withFleet } from './support/fleet';
import { addDocumentsAndWebhooks, PATHS } from './support/scenery';
import { describeWith, redisUrl, type ServiceKind } from './support/services';
import { findViolations, NO_VIOLATIONS } from './support/verdict';

const INSTANCES = countOf('FAULT_INSTANCES', 2);
const DELIVERIES = countOf('FAULT_DELIVERIES', 1_000);
const DOCUMENTS_EACH = 20;
const WRITERS = 8;

jest.setTimeout(600_000 + DELIVERIES * 60);

type Engine = 'database' | 'bullmq';

const NEEDS: Record<Engine, ServiceKind[]> = { database: [], bullmq: ['redis'] };

/** Its keys in Redis are this run's own. */
function configOf(engine: Engine, kind: string): Record<string, unknown> {
  if (engine === 'database') return {};
  const prefix = `faults-${kind}-${String(process.pid)}-${String(Date.now())}`;
  return { engine, redis: { url: redisUrl, prefix } };
}

describe.each([
  ['postgres', 'database'],
  ['mysql', 'database'],
  ['postgres', 'bullmq'],
  ['mysql', 'bullmq'],
] as const)('%s, engine %s', (kind, engine) => {
  const config = configOf(engine, kind);
  describeWith(kind, ...NEEDS[engine])('with what it needs', () => {
    test('a backlog and live writes on several instances: the exact set, each once', async () => {
      const database = await createDatabase(kind);
      const evidence = await withFleet(database, async (fleet) => {
        const writer = fleet.launch({ ...config, relay: { enabled: false } });
        await writer.call('boot');
        const documents = await addDocumentsAndWebhooks(
          writer,
          fleet.recorder,
          DOCUMENTS_EACH * INSTANCES,
        );
        const saves = Math.ceil(DELIVERIES / PATHS.length);
        const backlog = { name: 'backlog', documents, writers: WRITERS, pauseMs: 0, saves };
        await writer.call('load', backlog);
        await writer.call('loaded');
        expect(await writer.call('countOpen')).toBeGreaterThanOrEqual(DELIVERIES * 0.9);
        await writer.stop();

        const instances = Array.from({ length: INSTANCES }, () => fleet.launch(config));
        await Promise.all(
          instances.map(async (instance, index) => {
            await instance.call('boot');
            const own = documents.slice(index * DOCUMENTS_EACH, (index + 1) * DOCUMENTS_EACH);
            const name = `live${String(index)}`;
            await instance.call('load', { name, documents: own, writers: 2, pauseMs: 20 });
          }),
        );
        return fleet.conclude(instances);
      }).finally(database.drop);

      const expectations = { expectOrder: true, expectOnce: true };
      expect(findViolations(evidence, expectations)).toEqual(NO_VIOLATIONS);
    });
  });
});
