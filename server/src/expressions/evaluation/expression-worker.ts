import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

import type { Job } from './evaluation-job';
import { cancelledError } from '../expression-error';
import { createRunner } from './run-job';

/** What a worker is started with. */
export interface WorkerStart {
  /** The number of the job that is to stop; shared with the main thread. */
  cancelled: Int32Array;
}

/** Below the main thread: what serves requests and saves goes first. */
const NICENESS = 5;

const { cancelled } = workerData as WorkerStart;
let current = 0;

// Elsewhere the priority is that of the whole process.
if (process.platform === 'linux') {
  try {
    os.setPriority(NICENESS);
  } catch {
    // It may be forbidden.
  }
}

const run = createRunner(() => {
  if (Atomics.load(cancelled, 0) === current) throw cancelledError();
});

/** One job at a time: the pool sends the next when it has the result. */
parentPort?.on('message', ({ number, job }: { number: number; job: Job }) => {
  current = number;
  void run(job).then((result) => parentPort?.postMessage(result));
});
