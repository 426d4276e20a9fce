import { Worker } from 'node:worker_threads';

import type { Job, JobResult } from './evaluation-job';
import {
  cancelledError,
  ExpressionError,
  limitError,
  errorMessage,
  timeError,
} from '../expression-error';
import type { WorkerStart } from './expression-worker';
import { startProcessTimer, type Timer } from './time-limit';

/** A thread that evaluates one job at a time. */
export interface EvaluationWorker {
  /**
   * Resolves with the result, also if the job ran out of time. Rejects if the thread ended before
   * it returned a result.
   */
  run(job: Job, signal?: AbortSignal): Promise<JobResult>;
  isBusy(): boolean;
  close(): Promise<void>;
}

export interface EvaluationWorkerParts {
  file: string;
  /**
   * Called once when the thread ends. `neverWorked`: it never returned a result, so a new thread
   * would probably fail too.
   */
  onEnd: (neverWorked: boolean) => void;
}

/** Heap limit of a thread. A job that exceeds it ends its thread only. */
const MAX_HEAP_MB = 256;
/** How far a job can exceed its time limit within one step before its thread is terminated. */
const GRACE_MS = 1_000;
/** How long a cancelled job can keep running before its thread is terminated. */
const CANCEL_GRACE_MS = 500;

interface Running {
  job: Job;
  number: number;
  timer: Timer;
  resolve: (result: JobResult) => void;
  reject: (error: unknown) => void;
  /** Checks the time limit from outside the thread. */
  watchdog: NodeJS.Timeout;
  signal: AbortSignal | undefined;
  onAbort: () => void;
}

/** Starts a thread. It has no environment variables; each job brings the values it needs. */
export function startEvaluationWorker({ file, onEnd }: EvaluationWorkerParts): EvaluationWorker {
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(file, {
    workerData: { cancelled } satisfies WorkerStart,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    env: {},
    execArgv: [],
  });
  thread.unref();
  let jobs = 0;
  let running: Running | undefined;
  let ended = false;
  let neverWorked = true;

  function end(error: unknown): void {
    if (!ended) onEnd(neverWorked);
    ended = true;
    takeRunning()?.reject(error);
  }

  function takeRunning(): Running | undefined {
    const taken = running;
    running = undefined;
    if (!taken) return undefined;
    clearTimeout(taken.watchdog);
    taken.signal?.removeEventListener('abort', taken.onAbort);
    thread.unref();
    return taken;
  }

  function kill(error: unknown): void {
    neverWorked = false;
    end(error);
    void thread.terminate();
  }

  function watch({ job, timer }: Pick<Running, 'job' | 'timer'>): void {
    const most = job.limit.ms + GRACE_MS;
    if (timer.exceeds(most)) kill(timeError(job.limit));
    else if (running) running.watchdog = setTimeout(() => watch({ job, timer }), GRACE_MS);
  }

  function cancel(number: number): void {
    Atomics.store(cancelled, 0, number);
    setTimeout(() => {
      if (running?.number === number) kill(cancelledError());
    }, CANCEL_GRACE_MS).unref();
  }

  thread.on('message', (result: JobResult) => {
    neverWorked = false;
    takeRunning()?.resolve(result);
  });
  thread.on('error', (thrown) => {
    const error = errorOfThread(thrown);
    neverWorked &&= error.kind === 'unavailable';
    end(error);
  });
  thread.on('exit', (code) => {
    end(unavailable(`the worker thread exited with code ${code}`));
  });

  return {
    run: (job, signal) =>
      new Promise<JobResult>((resolve, reject) => {
        jobs += 1;
        const number = jobs;
        const timer = startProcessTimer();
        const onAbort = () => {
          cancel(number);
        };
        const watchdog = setTimeout(() => watch({ job, timer }), job.limit.ms + GRACE_MS);
        running = { job, number, timer, resolve, reject, watchdog, signal, onAbort };
        signal?.addEventListener('abort', onAbort, { once: true });
        // A running job keeps the process alive; an idle thread does not.
        thread.ref();
        thread.postMessage({ number, job });
      }),
    isBusy: () => running !== undefined,
    async close() {
      neverWorked = false;
      end(unavailable('the plugin is stopping'));
      await thread.terminate();
    },
  };
}

function errorOfThread(error: unknown): ExpressionError {
  const { code } = error as { code?: string };
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? limitError(`The expression used more than ${MAX_HEAP_MB} MB of memory`)
    : unavailable(errorMessage(error));
}

export function unavailable(why: string): ExpressionError {
  return new ExpressionError('unavailable', `Expressions cannot be evaluated now: ${why}`);
}
