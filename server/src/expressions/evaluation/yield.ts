import { setImmediate } from 'node:timers/promises';

/** How long evaluations may keep the event loop before it turns once. */
const TURN_MS = 10;

let last: Promise<unknown> = Promise.resolve();
let busyMs = 0;

/**
 * Lets evaluations happen one after the other. JSONata awaits at every node and so yields microtasks
 * only: two hundred evaluations begun together would take turns, and the time limit of each would be
 * used up by the others. For the same reason they would keep timers and I/O waiting, so between two
 * of them the event loop turns when `TURN_MS` have gone.
 */
export function runInTurn<T>(evaluate: () => Promise<T>): Promise<T> {
  const turn = last.then(async () => {
    if (busyMs > TURN_MS) {
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
  last = turn.catch(() => undefined);
  return turn;
}
