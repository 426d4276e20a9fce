import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

import type { Job } from './evaluation-job';
import { cancelledError } from '../expression-error';
import { createRunner } from './run-job';

/** The data a worker starts with. */
export interface WorkerStart {
  /** The number of the job to stop; shared with the main thread. */
  cancelled: Int32Array;
}

/** Lower priority than the main thread, which serves requests and saves. */
const NICENESS = 5;

const { cancelled } = workerData as WorkerStart;
let current = 0;

// On other systems the priority applies to the whole process.
if (process.platform === 'linux') {
  try {
    os.setPriority(NICENESS);
  } catch {
    // The system can refuse to change the priority.
  }
}

const run = createRunner(() => {
  if (Atomics.load(cancelled, 0) === current) throw cancelledError();
});

/** One job at a time: the pool sends the next job after the result. */
parentPort?.on('message', ({ number, job }: { number: number; job: Job }) => {
  current = number;
  void run(job).then((result) => parentPort?.postMessage(result));
});
