import type { Instance } from './instance';
import type { Moment } from './kill-points';
import type { Recorder } from './recorder';

/** How often a process passes its point before it dies there, at most. */
const MOST_PASSES = 20;
const LONGEST_LIFE_MS = 1_500;
const HIT_WITHIN_MS = 60_000;

/** Resolves when the process is dead, and all that it said is heard. */
export async function killAt(
  moment: Moment,
  instance: Instance,
  recorder: Recorder,
): Promise<void> {
  const passes = Math.floor(Math.random() * MOST_PASSES);
  if (moment === 'any-time') {
    setTimeout(instance.kill, Math.random() * LONGEST_LIFE_MS);
  } else if (moment === 'in-request') {
    killInRequest(instance, recorder, passes);
  } else {
    // It may be dead before it can answer this.
    instance.call('dieAt', { point: moment, passes }).catch(() => undefined);
  }
  const tooLate = setTimeout(() => instance.kill('SIGTERM'), HIT_WITHIN_MS);
  const signal = await instance.ended();
  clearTimeout(tooLate);
  recorder.intercept(null);
  if (signal !== 'SIGKILL') throw new Error(`Not killed ${moment}: ended by ${String(signal)}`);
}

/** The request is open, and will never be answered. */
function killInRequest(instance: Instance, recorder: Recorder, passes: number): void {
  let left = passes;
  recorder.intercept(() => {
    left -= 1;
    if (left >= 0) return false;
    instance.kill();
    return true;
  });
}
