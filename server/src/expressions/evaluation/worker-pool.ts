import type { Job, JobResult } from './evaluation-job';
import { startEvaluationWorker, unavailable, type EvaluationWorker } from './evaluation-worker';
import { cancelledError, ExpressionError, errorMessage } from '../expression-error';
import { createFairQueue } from './fair-queue';

/** The owner of a job, and the signal to cancel it. */
export interface JobOptions {
  /** The webhook or user that the job belongs to. The pool serves parties in round-robin order. */
  party: string;
  signal?: AbortSignal | undefined;
  /** Asked when the job's turn comes. If false, the job is cancelled instead. */
  isNeeded?: (() => boolean) | undefined;
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

/**
 * CPU time after which a job gives its thread to the next party. It then starts again, as one of a slow
 * party. Most jobs take less than 1 ms.
 */
const QUICK_MS = 100;
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
 * - Parties are served in round-robin order. A party uses at most half of the threads.
 * - All slow parties together use at most half of the threads, so a quick party waits for no slow job but
 *   those that are not known yet, for `QUICK_MS` each. A party is slow from its first job that takes
 *   longer until its next one that does not. A pool of one thread makes no difference.
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
  const half = Math.max(1, Math.floor(size / 2));
  const slow = new Set<string>();
  let slowRunning = 0;
  let closed = false;
  let noStartUntil = -Infinity;

  const hasCapacity = (party: string) =>
    (running.get(party) ?? 0) < half && (!slow.has(party) || size === 1 || slowRunning < half);

  function dispatch(): void {
    for (;;) {
      const idle = [...workers].find((worker) => !worker.isBusy());
      if (!idle && workers.size >= size) return;
      const next = queue.next(hasCapacity);
      if (!next) return;
      if (next.options.isNeeded?.() === false) cancel(next);
      else void evaluate(idle ?? start(), next);
    }
  }

  function cancel({ options, onAbort, reject }: QueuedJob): void {
    options.signal?.removeEventListener('abort', onAbort);
    reject(cancelledError());
  }

  function enqueue(queued: QueuedJob): void {
    const { party, signal } = queued.options;
    signal?.addEventListener('abort', queued.onAbort, { once: true });
    queue.add(party, queued);
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
    const { options, resolve, reject, onAbort } = queued;
    const { party, signal } = options;
    const wasSlow = slow.has(party);
    signal?.removeEventListener('abort', onAbort);
    running.set(party, (running.get(party) ?? 0) + 1);
    if (wasSlow) slowRunning += 1;
    try {
      const result = await (wasSlow ? evaluateSlow(worker, queued) : evaluateQuick(worker, queued));
      if (result) resolve(result);
      else enqueue(queued);
    } catch (error) {
      logUnavailable(error);
      reject(error);
    } finally {
      if (wasSlow) slowRunning -= 1;
      const left = (running.get(party) ?? 1) - 1;
      if (left > 0) running.set(party, left);
      else running.delete(party);
      dispatch();
    }
  }

  async function evaluateSlow(worker: EvaluationWorker, { job, options }: QueuedJob) {
    const result = await worker.run(job, options.signal);
    if (!result.failure && result.spentMs <= QUICK_MS) slow.delete(options.party);
    return result;
  }

  /** Resolves to null, and notes that the party is slow, if the job takes longer. */
  async function evaluateQuick(worker: EvaluationWorker, { job, options }: QueuedJob) {
    const { limit } = job;
    if (size === 1 || limit.ms <= QUICK_MS) return worker.run(job, options.signal);
    const quick = { ...job, limit: { ...limit, ms: QUICK_MS } };
    const result = await worker.run(quick, options.signal).catch(nullIfTime);
    if (result && result.failure?.kind !== 'time') return result;
    slow.add(options.party);
    return null;
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
        enqueue(queued);
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

/** A job that exceeded its time within one step is ended with its thread. */
function nullIfTime(error: unknown): null {
  if (error instanceof ExpressionError && error.kind === 'time') return null;
  throw error;
}
