import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { errors } from '@strapi/utils';

import { createFairQueue } from '../expressions/evaluation/fair-queue';

/** The requester of the work, and a signal that aborts if the requester hangs up. */
export interface Asking {
  /** Parties take turns. */
  party: string;
  signal?: AbortSignal | undefined;
}

/** Runs work that is synchronous and may take long, such as compiling a draft. */
export type Pace = <T>(work: () => T, asking: Asking) => Promise<T>;

/** Minimum pause in milliseconds. A timer can be late by as much, so shorter pauses are skipped. */
const SHORTEST_PAUSE_MS = 5;

/**
 * Runs one piece of work at a time and pauses after each for as long as it took, so half of the event loop
 * is left for saves and other requests. Rejects if the requester hung up before its turn.
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
      // The work runs in the async context of its requester, not of the one whose turn was before.
      const turn = AsyncResource.bind(() => {
        resolve(run());
      });
      queue.add(party, turn);
      if (!running) void runAll();
    });
}

const anybody = (): boolean => true;

async function pause(ms: number): Promise<void> {
  if (ms >= SHORTEST_PAUSE_MS) await sleep(ms);
  else await nextTurn();
}

/** Yields to waiting work of the event loop. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** No client gets the error, and Strapi does not log errors of this class. */
export function stopIfHungUp(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new errors.ApplicationError('The client closed the connection');
}
