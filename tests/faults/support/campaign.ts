import type { Database } from './database';
import { settleDoubts, type Ascertained } from './doubts';
import { withFleet } from './fleet';
import { killAt } from './kill';
import type { Moment } from './kill-points';
import { addDocumentsAndWebhooks } from './scenery';
import type { Evidence } from './verdict';

export interface Outcome extends Evidence {
  kills: Kill[];
}

export interface Kill {
  moment: Moment;
  /** Begins the values that were written in the life that this kill ended. */
  life: string;
  ascertained: Ascertained;
}

const DOCUMENTS = 24;
const LOAD = { writers: 4, pauseMs: 25, queries: 0.3 };

const CONFIG = {
  // A short lease, so that what the dead held comes back soon.
  relay: { leaseMs: 8_000, pollIntervalMs: 100 },
  delivery: { timeoutMs: 3_000 },
  // A receiver on a busy machine is slow, not broken.
  breaker: { failures: 1_000 },
};

/**
 * Kills a Strapi under load, once for each moment. The next one on the same database inherits what the
 * dead left behind, and is killed in turn while it sends that; the last one lives, and must bring
 * everything to its end. Nobody touches a lease: what the dead held comes back when it runs out.
 */
export function killRepeatedly(database: Database, moments: readonly Moment[]): Promise<Outcome> {
  return withFleet(database, async (fleet) => {
    const kills: Kill[] = [];
    let instance = fleet.launch(CONFIG);
    await instance.call('boot');
    const documents = await addDocumentsAndWebhooks(instance, fleet.recorder, DOCUMENTS);
    fleet.recorder.misbehave({ failing: 0.02, reset: 0.01 });

    for (const [index, moment] of moments.entries()) {
      // In memory by the time it is needed; it opens the database only when it is told to boot.
      const next = fleet.launch(CONFIG);
      const life = `life${String(index)}`;
      await instance.call('load', { name: life, documents, ...LOAD });
      await killAt(moment, instance, fleet.recorder);
      instance = next;
      await instance.call('boot');
      kills.push({ moment, life, ascertained: await settleDoubts(instance, fleet.journal) });
    }
    return { ...(await fleet.conclude([instance])), kills };
  });
}
