import type { Job, JobResult } from './evaluation-job';
import { startEvaluationWorker, unavailable, type EvaluationWorker } from './evaluation-worker';
import { cancelledError, ExpressionError, messageOf } from '../expression-error';
import { createFairQueue } from './fair-queue';

/** Who asks, and whether they still wait. */
export interface JobOptions {
  /** Parties take turns: a webhook, a person. */
  party: string;
  signal?: AbortSignal | undefined;
}

export interface WorkerPool {
  /** Rejects with an `ExpressionError` where the job could not be evaluated at all. */
  run(job: Job, options: JobOptions): Promise<JobResult>;
  close(): Promise<void>;
}

export interface PoolParts {
  /** Most threads. Each starts with the first job that finds no other idle. */
  size: number;
  file: string;
  log: { error: (message: string) => void };
}

/** Before it is tried again, where a thread did not start. */
const RETRY_START_MS = 5_000;

interface Waiting {
  job: Job;
  options: JobOptions;
  resolve: (result: JobResult) => void;
  reject: (error: unknown) => void;
  onAbort: () => void;
}

/**
 * Worker threads for expressions, so that what they take is not taken from saves and requests.
 *
 * - One message for each job, and so for all parts of a delivery or preview.
 * - Parties take turns, and one never has more than half of the threads: a webhook whose template is
 *   slow delays itself.
 * - A thread that exceeds the limit of its job by a second, or the memory of a thread, ends alone; the
 *   next job starts another. A job that nobody waits for any more leaves the queue, or is stopped.
 * - Where no thread starts (its file is missing), jobs fail as `unavailable` and the log says why:
 *   nothing is ever evaluated in the main thread instead.
 *
 * What it costs on Node 20 (`npm run bench -- expressions` prints it; the lowest of seven runs on a busy machine
 * with two cores): a template of three expressions takes 85 µs in the main thread; by a worker 160 µs until the
 * result, of which 55 µs are the main thread's. Over a document of 250 KB: 0.75 ms, against 1.2 ms with 0.2 ms of
 * the main thread's. A condition of two clauses takes 26 µs in the main thread, less than handing it over; and a
 * save would wait for it. So templates are evaluated here, and conditions of saves in the main thread, within
 * `expressions.saveBudgetMs`. The first job of a thread takes 160 ms, 1.3 ms of them the main thread's.
 */
export function createWorkerPool({ size, file, log }: PoolParts): WorkerPool {
  const queue = createFairQueue<Waiting>();
  const workers = new Set<EvaluationWorker>();
  const running = new Map<string, number>();
  const mostOfParty = Math.max(1, Math.floor(size / 2));
  let closed = false;
  let noStartUntil = -Infinity;

  const mayGo = (party: string) => (running.get(party) ?? 0) < mostOfParty;

  function pump(): void {
    for (;;) {
      const idle = [...workers].find((worker) => !worker.isBusy());
      if (!idle && workers.size >= size) return;
      const next = queue.next(mayGo);
      if (!next) return;
      void evaluate(idle ?? start(), next);
    }
  }

  function start(): EvaluationWorker {
    const worker: EvaluationWorker = startEvaluationWorker({
      file,
      onEnd(useless) {
        workers.delete(worker);
        if (useless) noStartUntil = performance.now() + RETRY_START_MS;
      },
    });
    workers.add(worker);
    return worker;
  }

  async function evaluate(worker: EvaluationWorker, waiting: Waiting): Promise<void> {
    const { job, options, resolve, reject, onAbort } = waiting;
    const { party, signal } = options;
    signal?.removeEventListener('abort', onAbort);
    running.set(party, (running.get(party) ?? 0) + 1);
    try {
      resolve(await worker.run(job, signal));
    } catch (error) {
      complain(error);
      reject(error);
    } finally {
      const left = (running.get(party) ?? 1) - 1;
      if (left > 0) running.set(party, left);
      else running.delete(party);
      pump();
    }
  }

  function complain(error: unknown): void {
    if (closed || !(error instanceof ExpressionError) || error.kind !== 'unavailable') return;
    log.error(`Document Webhooks: a worker thread for expressions ended: ${messageOf(error)}`);
  }

  return {
    run(job, options) {
      const { party, signal } = options;
      if (closed) return Promise.reject(unavailable('the plugin stops'));
      if (signal?.aborted) return Promise.reject(cancelledError());
      if (performance.now() < noStartUntil) {
        return Promise.reject(unavailable('no worker thread starts, the log says why'));
      }
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          if (queue.remove(party, waiting)) reject(cancelledError());
        };
        const waiting: Waiting = { job, options, resolve, reject, onAbort };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(party, waiting);
        pump();
      });
    },
    async close() {
      closed = true;
      for (const { reject } of queue.clear()) reject(unavailable('the plugin stops'));
      await Promise.all([...workers].map((worker) => worker.close()));
    },
  };
}
