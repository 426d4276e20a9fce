import { countOf } from './support/counts';
import { createDatabase } from './support/database';
import { withFleet } from './support/fleet';
import type { StoredDelivery } from './support/protocol';
import type { Arrival } from './support/recorder';
import { addDocumentsAndWebhooks, PATHS } from './support/scenery';
import { describeWith } from './support/services';

/** Of each instance: enough that every document is written. */
const SAVES = 60;
const INSTANCES = countOf('FAULT_INSTANCES', 2);

jest.setTimeout(600_000);

describe.each(['postgres', 'mysql'] as const)('%s', (kind) => {
  describeWith(kind)('with several instances', () => {
    test('arrivals are in sequence, and the last is what the database holds', async () => {
      const database = await createDatabase(kind);
      const { arrivals, stored, deliveries } = await withFleet(database, async (fleet) => {
        const instances = Array.from({ length: INSTANCES }, () => fleet.launch());
        const [first] = instances;
        if (!first) throw new Error('There is no instance');
        await first.call('boot');
        const documents = await addDocumentsAndWebhooks(first, fleet.recorder, 4);
        await Promise.all(instances.slice(1).map((instance) => instance.call('boot')));
        fleet.recorder.misbehave({ failing: 0.2, reset: 0 });
        for (const [index, instance] of instances.entries()) {
          const name = `writer${String(index)}`;
          const load = { name, documents, writers: 1, pauseMs: 0, creates: false, saves: SAVES };
          await instance.call('load', load);
        }
        await Promise.all(instances.map((instance) => instance.call('loaded')));
        const evidence = await fleet.conclude(instances);
        const last = await first.call('customersOf', documents);
        return { ...evidence, stored: last };
      }).finally(database.drop);

      expect(deliveries.filter(({ status }) => status !== 'delivered')).toEqual([]);
      expect(outOfSequence(arrivals, deliveries)).toEqual([]);
      for (const path of PATHS) expect(lastOf(arrivals, path)).toEqual(stored);
    });
  });
});

function lastOf(arrivals: readonly Arrival[], path: string): Record<string, string> {
  return Object.fromEntries(
    arrivals.filter((it) => it.path === path).map(({ name, value }) => [name, value]),
  );
}

function outOfSequence(
  arrivals: readonly Arrival[],
  deliveries: readonly StoredDelivery[],
): string[] {
  const sequences = new Map(deliveries.map(({ id, sequence }) => [id, sequence]));
  const latest = new Map<string, number>();
  return arrivals.flatMap(({ path, name, id }) => {
    const lane = `${path} ${name}`;
    const sequence = sequences.get(id) ?? NaN;
    const before = latest.get(lane) ?? 0;
    latest.set(lane, sequence);
    return sequence >= before ? [] : [`${lane}: ${String(sequence)} after ${String(before)}`];
  });
}
