import type { Database } from './database';
import { startInstance, type Instance, type InstanceOptions } from './instance';
import { createJournal, type Journal } from './journal';
import type { Report } from './protocol';
import type { Recorder } from './recorder';
import { PATHS, startReceiver } from './scenery';
import { untilAllSettled } from './settled';
import type { Evidence } from './verdict';

/** Instances on one database, one receiver, and one journal of all that is written. */
export interface Fleet {
  recorder: Recorder;
  journal: Journal;
  /** The stacks of the errors that ended instances. */
  deaths: string[];
  launch(config?: InstanceOptions['config']): Instance;
  /** Ends all loads, waits until everything is settled, and shows what came of it. */
  conclude(instances: readonly Instance[]): Promise<Evidence>;
}

/** Stops all that was started, whatever becomes of the work with it. */
export async function withFleet<T>(
  { environment }: Pick<Database, 'environment'>,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> {
  const journal = createJournal();
  const recorder = await startReceiver();
  const launched: Instance[] = [];
  const deaths: string[] = [];
  const onReport = (report: Report): void => {
    if (report.kind === 'dying') deaths.push(report.stack);
    else journal.note(report);
  };
  try {
    return await work({
      recorder,
      journal,
      deaths,
      launch(config = {}) {
        const instance = startInstance({ environment, config, onReport });
        launched.push(instance);
        return instance;
      },
      async conclude(instances) {
        await Promise.all(instances.map((instance) => instance.call('endLoad')));
        const [first] = instances;
        if (!first) throw new Error('No instance is left');
        await untilAllSettled(first);
        const deliveries = await first.call('deliveries');
        return { journal, arrivals: recorder.arrivals, paths: PATHS, deliveries };
      },
    });
  } finally {
    await Promise.all(launched.map((instance) => instance.stop()));
    await recorder.close();
  }
}
