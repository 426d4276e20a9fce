import { setTimeout as sleep } from 'node:timers/promises';

import type { Database } from './database';
import { settleDoubts } from './doubts';
import { withFleet, type Fleet } from './fleet';
import type { Instance } from './instance';
import { addDocumentsAndWebhooks } from './scenery';
import { findViolations, NO_VIOLATIONS, type Evidence } from './verdict';

export interface Survived extends Evidence {
  /** The stacks of the errors that ended a process meanwhile. */
  deaths: string[];
}

/** A lease long enough to settle under what was sent before the outage, short enough to wait for. */
const CONFIG = { relay: { leaseMs: 30_000, pollIntervalMs: 100 }, delivery: { timeoutMs: 3_000 } };

/** In the stack of an error that our code, or a query of its, caused. */
const PLUGIN_FRAME = '/plugin/server/index.js';

const LOAD = { writers: 4, pauseMs: 20, creates: false, doubts: true };

/**
 * Writes under load while the database suffers, and shows what came of it.
 *
 * Promises of Strapi's own go unhandled when the connection fails, and end the process with or without
 * this plugin: the read for its own events (`ownEvents`), the check of a unique attribute (only a create
 * makes it here; its yup 0.32.9 has no catch), the first query of a new connection. The first two are taken
 * away, that most processes live on; one that dies is started again, as a supervisor would.
 */
export function duringOutage(
  database: Pick<Database, 'environment'>,
  suffer: () => Promise<void>,
): Promise<Survived> {
  return withFleet(database, async (fleet) => {
    let instance = await booted(fleet);
    const documents = await addDocumentsAndWebhooks(instance, fleet.recorder, 24);
    let suffering: Promise<'over'> | undefined;
    for (let life = 1; ; life += 1) {
      await instance.call('load', { name: `life${String(life)}`, documents, ...LOAD });
      suffering ??= suffer().then(() => 'over');
      if ((await Promise.race([suffering, instance.ended()])) === 'over') {
        const evidence = await fleet.conclude([instance]).catch((error: unknown) => {
          if (instance.isAlive()) throw error;
        });
        if (evidence) return { ...evidence, deaths: fleet.deaths };
      }
      instance = await booted(fleet);
      await settleDoubts(instance, fleet.journal);
    }
  });
}

/** The exact set, in order; each once, unless a process died of it. And none died of ours. */
export function expectSurvival(survived: Survived): void {
  const { deaths } = survived;
  expect(deaths.filter((stack) => stack.includes(PLUGIN_FRAME))).toEqual([]);
  const expectations = { expectOrder: true, expectOnce: deaths.length === 0 };
  expect(findViolations(survived, expectations)).toEqual(NO_VIOLATIONS);
}

/** Again and again, until the database is there. */
async function booted(fleet: Fleet): Promise<Instance> {
  for (;;) {
    const instance = fleet.launch(CONFIG);
    try {
      await instance.call('boot', { ownEvents: false });
      return instance;
    } catch {
      instance.kill();
      await sleep(200);
    }
  }
}
