import { setTimeout as sleep } from 'node:timers/promises';

import { errors } from '@strapi/utils';

import { createFairQueue } from '../expressions/evaluation/fair-queue';

/** Who asks, and whether they still wait. */
export interface Asking {
  /** Parties take turns. */
  party: string;
  signal?: AbortSignal | undefined;
}

/** Runs work that is synchronous and may take long, such as compiling what somebody tries out. */
export type Pace = <T>(work: () => T, asking: Asking) => Promise<T>;

/** What is shorter is worth no pause: a timer is late by as much. */
const SHORTEST_PAUSE_MS = 5;

/**
 * One piece of work at a time, and after each as long a pause as it took: however many ask, saves and other
 * requests have half of the event loop. Rejects where whoever asked has hung up before their turn.
 */
export function createPace(): Pace {
  const queue = createFairQueue<() => void>();
  let running = false;

  async function runAll(): Promise<void> {
    running = true;
    for (let next = queue.next(anybody); next; next = queue.next(anybody)) {
      const from = performance.now();
      next();
      await pause(performance.now() - from);
    }
    running = false;
  }

  return <T>(work: () => T, { party, signal }: Asking) =>
    new Promise<T>((resolve) => {
      // An executor that throws rejects its promise.
      const run = (): Promise<T> =>
        new Promise((done) => {
          stopIfHungUp(signal);
          done(work());
        });
      queue.add(party, () => {
        resolve(run());
      });
      if (!running) void runAll();
    });
}

const anybody = (): boolean => true;

async function pause(ms: number): Promise<void> {
  if (ms >= SHORTEST_PAUSE_MS) await sleep(ms);
  else await nextTurn();
}

/** Lets what waits have its turn of the event loop. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Nobody reads the error, and Strapi writes none of this kind to the log. */
export function stopIfHungUp(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new errors.ApplicationError('The caller has hung up');
}
