import { Worker } from 'node:worker_threads';

import type { Job, JobResult } from './evaluation-job';
import { ExpressionError, limitError, messageOf, timeError } from '../expression-error';
import type { WorkerStart } from './expression-worker';
import { startProcessTimer, type Timer } from './time-limit';

/** A thread that evaluates one job at a time. */
export interface EvaluationWorker {
  /** Resolves with what the job came to, in time or not; rejects where the thread ended instead. */
  run(job: Job, signal?: AbortSignal): Promise<JobResult>;
  isBusy(): boolean;
  close(): Promise<void>;
}

export interface EvaluationWorkerParts {
  file: string;
  /** The thread ended, by a kill or by itself: it takes no further job. `useless`: it never did one. */
  onEnd: (useless: boolean) => void;
}

/** Of its heap: a job that takes more ends the thread, and nothing else. */
const MAX_HEAP_MB = 256;
/** What a job may exceed its limit by within one step, before its thread is killed. */
const GRACE_MS = 1_000;
/** How long a cancelled job may take to notice. */
const CANCEL_GRACE_MS = 500;

interface Running {
  job: Job;
  number: number;
  timer: Timer;
  resolve: (result: JobResult) => void;
  reject: (error: unknown) => void;
  /** Looks whether the thread must be killed. */
  watchdog: NodeJS.Timeout;
  signal: AbortSignal | undefined;
  onAbort: () => void;
}

/** The thread has no environment variables: it sees what a job brings. */
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
  let useless = true;

  function end(error: unknown): void {
    if (!ended) onEnd(useless);
    ended = true;
    take()?.reject(error);
  }

  function take(): Running | undefined {
    const taken = running;
    running = undefined;
    if (!taken) return undefined;
    clearTimeout(taken.watchdog);
    taken.signal?.removeEventListener('abort', taken.onAbort);
    thread.unref();
    return taken;
  }

  function kill(error: unknown): void {
    useless = false;
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
      if (running?.number === number) kill(new ExpressionError('cancelled', 'It was cancelled'));
    }, CANCEL_GRACE_MS).unref();
  }

  thread.on('message', (result: JobResult) => {
    useless = false;
    take()?.resolve(result);
  });
  thread.on('error', (thrown) => {
    const error = errorOfThread(thrown);
    useless &&= error.kind === 'unavailable';
    end(error);
  });
  thread.on('exit', (code) => {
    end(unavailable(`its thread ended with the code ${code}`));
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
        // What is evaluated keeps the process alive, an idle thread does not.
        thread.ref();
        thread.postMessage({ number, job });
      }),
    isBusy: () => running !== undefined,
    async close() {
      useless = false;
      end(unavailable('the plugin stops'));
      await thread.terminate();
    },
  };
}

function errorOfThread(error: unknown): ExpressionError {
  const { code } = error as { code?: string };
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? limitError(`It took more than ${MAX_HEAP_MB} MB of memory`)
    : unavailable(messageOf(error));
}

export function unavailable(why: string): ExpressionError {
  return new ExpressionError('unavailable', `Expressions cannot be evaluated now: ${why}`);
}
