import { setImmediate } from 'node:timers/promises';

/** Milliseconds that evaluations can use before they yield to the event loop. */
const YIELD_AFTER_MS = 10;

let last: Promise<unknown> = Promise.resolve();
let busyMs = 0;

/**
 * Runs evaluations one after the other. JSONata awaits at every node, which yields to microtasks
 * only. Two hundred concurrent evaluations would interleave, and each would use up the time limit
 * of the others. They would also block timers and I/O, so this function yields to the event loop
 * between two evaluations once `YIELD_AFTER_MS` is used up.
 */
export function runSerially<T>(evaluate: () => Promise<T>): Promise<T> {
  const run = last.then(async () => {
    if (busyMs > YIELD_AFTER_MS) {
      await setImmediate();
      busyMs = 0;
    }
    const from = performance.now();
    try {
      return await evaluate();
    } finally {
      busyMs += performance.now() - from;
    }
  });
  last = run.catch(() => undefined);
  return run;
}
