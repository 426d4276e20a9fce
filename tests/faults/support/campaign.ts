import type { Database } from './database';
import { settleDoubts, type Ascertained } from './doubts';
import { withFleet } from './fleet';
import type { Instance } from './instance';
import type { KillPoint } from './kill-points';
import type { Recorder } from './recorder';
import { addDocumentsAndWebhooks } from './scenery';
import type { Evidence } from './verdict';

export interface Campaign {
  database: Database;
  /** Where to die; null at any time. */
  point: KillPoint | null;
  kills: number;
}

export interface Outcome extends Evidence {
  ascertained: Ascertained;
}

const DOCUMENTS = 24;
const LOAD = { writers: 4, pauseMs: 25 };
/** Passes of the point that a process survives, at most. */
const MOST_PASSES = 20;
const LONGEST_LIFE_MS = 1_500;
const HIT_WITHIN_MS = 60_000;

/** The shortest lease that the configuration allows, so that what the dead held comes back soon. */
const CONFIG = {
  relay: { leaseMs: 6_000, pollIntervalMs: 100 },
  delivery: { timeoutMs: 1_000 },
};

/**
 * Kills a Strapi under load so many times. Each is followed by another on the same database, which inherits
 * what the dead left behind, and is killed in turn while it sends that; the last one lives, and must
 * bring everything to its end. Nobody touches a lease: what the dead held comes back when it runs out.
 */
export function killRepeatedly({ database, point, kills }: Campaign): Promise<Outcome> {
  return withFleet(database, async (fleet) => {
    const ascertained: Ascertained = { committed: 0, rolledBack: 0 };
    let instance = fleet.launch(CONFIG);
    await instance.call('boot');
    const documents = await addDocumentsAndWebhooks(instance, fleet.recorder, DOCUMENTS);
    fleet.recorder.misbehave({ failing: 0.02, reset: 0.01 });

    for (let kill = 1; kill <= kills; kill += 1) {
      // In memory by the time it is needed; it opens the database only when it is told to boot.
      const next = fleet.launch(CONFIG);
      await instance.call('load', { name: `kill${String(kill)}`, documents, ...LOAD });
      await killAt(point, instance, fleet.recorder);
      instance = next;
      await instance.call('boot');
      const settled = await settleDoubts(instance, fleet.journal);
      ascertained.committed += settled.committed;
      ascertained.rolledBack += settled.rolledBack;
    }
    return { ...(await fleet.conclude([instance])), ascertained };
  });
}

async function killAt(
  point: KillPoint | null,
  instance: Instance,
  recorder: Recorder,
): Promise<void> {
  const passes = Math.floor(Math.random() * MOST_PASSES);
  if (point === null) {
    setTimeout(instance.kill, Math.random() * LONGEST_LIFE_MS);
  } else if (point === 'in-request') {
    killInRequest(instance, recorder, passes);
  } else {
    // It may be dead before it can answer this.
    instance.call('dieAt', { point, passes }).catch(() => undefined);
  }
  const tooLate = setTimeout(() => instance.kill('SIGTERM'), HIT_WITHIN_MS);
  const signal = await instance.ended();
  clearTimeout(tooLate);
  recorder.intercept(null);
  if (signal !== 'SIGKILL') throw new Error(`Not killed at ${String(point)}: ${String(signal)}`);
}

function killInRequest(instance: Instance, recorder: Recorder, passes: number): void {
  let left = passes;
  recorder.intercept(() => {
    left -= 1;
    if (left >= 0) return false;
    instance.kill();
    return true;
  });
}
