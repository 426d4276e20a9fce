import type { Job, JobResult } from './evaluation-job';
import { startEvaluationWorker, unavailable, type EvaluationWorker } from './evaluation-worker';
import { cancelledError, ExpressionError, errorMessage } from '../expression-error';
import { createFairQueue } from './fair-queue';

/** The owner of a job, and the signal to cancel it. */
export interface JobOptions {
  /** The webhook or user that the job belongs to. The pool serves parties in round-robin order. */
  party: string;
  signal?: AbortSignal | undefined;
}

export interface WorkerPool {
  /** Rejects with an `ExpressionError` if the job could not be evaluated at all. */
  run(job: Job, options: JobOptions): Promise<JobResult>;
  close(): Promise<void>;
}

export interface PoolParts {
  /** Maximum number of threads. A thread starts when a job finds no idle one. */
  size: number;
  file: string;
  log: { error: (message: string) => void };
}

/** Wait before the next start when a thread failed to start. */
const RETRY_START_MS = 5_000;

interface QueuedJob {
  job: Job;
  options: JobOptions;
  resolve: (result: JobResult) => void;
  reject: (error: unknown) => void;
  onAbort: () => void;
}

/**
 * Worker threads for expressions, so that evaluation does not block saves and requests.
 *
 * - One message per job, that is per delivery or preview.
 * - Parties are served in round-robin order. A party uses at most half of the threads, so a webhook
 *   with a slow template delays only itself.
 * - A thread that exceeds its job's time limit by a second, or its memory limit, is terminated
 *   alone. The next job starts a new one. A cancelled job leaves the queue or is stopped.
 * - If no thread starts (its file is missing), jobs fail as `unavailable` and the log has the
 *   reason. Templates are never evaluated in the main thread instead.
 *
 * Costs on Node 20 (`npm run bench -- expressions`; lowest of seven runs on a busy machine with two
 * cores): a template of three expressions takes 85 µs in the main thread, and 160 µs in a worker,
 * of which 55 µs are the main thread's. Over a document of 250 KB: 0.75 ms, against 1.2 ms with 0.2
 * ms of the main thread's. A condition of two clauses takes 26 µs in the main thread, less than the
 * hand-over, and its save waits for it. So workers evaluate templates, and the main thread
 * evaluates conditions of saves within `expressions.saveBudgetMs`. The first job of a thread takes
 * 160 ms, 1.3 ms of them in the main thread.
 */
export function createWorkerPool({ size, file, log }: PoolParts): WorkerPool {
  const queue = createFairQueue<QueuedJob>();
  const workers = new Set<EvaluationWorker>();
  const running = new Map<string, number>();
  const maxPerParty = Math.max(1, Math.floor(size / 2));
  let closed = false;
  let noStartUntil = -Infinity;

  const hasCapacity = (party: string) => (running.get(party) ?? 0) < maxPerParty;

  function dispatch(): void {
    for (;;) {
      const idle = [...workers].find((worker) => !worker.isBusy());
      if (!idle && workers.size >= size) return;
      const next = queue.next(hasCapacity);
      if (!next) return;
      void evaluate(idle ?? start(), next);
    }
  }

  function start(): EvaluationWorker {
    const worker: EvaluationWorker = startEvaluationWorker({
      file,
      onEnd(neverWorked) {
        workers.delete(worker);
        if (neverWorked) noStartUntil = performance.now() + RETRY_START_MS;
      },
    });
    workers.add(worker);
    return worker;
  }

  async function evaluate(worker: EvaluationWorker, queued: QueuedJob): Promise<void> {
    const { job, options, resolve, reject, onAbort } = queued;
    const { party, signal } = options;
    signal?.removeEventListener('abort', onAbort);
    running.set(party, (running.get(party) ?? 0) + 1);
    try {
      resolve(await worker.run(job, signal));
    } catch (error) {
      logUnavailable(error);
      reject(error);
    } finally {
      const left = (running.get(party) ?? 1) - 1;
      if (left > 0) running.set(party, left);
      else running.delete(party);
      dispatch();
    }
  }

  function logUnavailable(error: unknown): void {
    if (closed || !(error instanceof ExpressionError) || error.kind !== 'unavailable') return;
    log.error(`Document Webhooks: an expression worker thread ended: ${errorMessage(error)}`);
  }

  return {
    run(job, options) {
      const { party, signal } = options;
      if (closed) return Promise.reject(unavailable('the plugin is stopping'));
      if (signal?.aborted) return Promise.reject(cancelledError());
      if (performance.now() < noStartUntil) {
        return Promise.reject(unavailable('the worker threads fail to start; see the server log'));
      }
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          if (queue.remove(party, queued)) reject(cancelledError());
        };
        const queued: QueuedJob = { job, options, resolve, reject, onAbort };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(party, queued);
        dispatch();
      });
    },
    async close() {
      closed = true;
      for (const { reject } of queue.clear()) reject(unavailable('the plugin is stopping'));
      await Promise.all([...workers].map((worker) => worker.close()));
    },
  };
}
