import type { Failure, Job, JobEnvironment, Task } from './evaluation-job';
import { ExpressionError, timeError } from '../expression-error';
import type { EnvironmentAccess } from '../jsonata/functions';
import type { TimeLimit } from './time-limit';
import { createWorkerPool, type JobOptions, type PoolParts, type WorkerPool } from './worker-pool';

/** Evaluates tasks over a context (JSON text), in order. Rejects with an `EvaluationFailure`. */
export type Evaluate = (tasks: readonly Task[], context: string) => Promise<unknown[]>;

/** The time that a delivery, a preview or a dry run has in total. Each evaluation reduces it. */
export interface Budget extends TimeLimit {
  leftMs: number;
}

export interface EvaluateOptions extends JobOptions {
  /** The environment variables that the webhook can read. */
  environment: Required<EnvironmentAccess>;
}

export interface Evaluator {
  /** For deliveries. Previews use separate threads. */
  forRelay: (options: EvaluateOptions, budget: Budget) => Evaluate;
  /** For previews and dry runs. */
  forPreviews: (options: EvaluateOptions, budget: Budget) => Evaluate;
  close: () => Promise<void>;
}

/** The error of a failed task, with the index of the task. */
export class EvaluationFailure extends ExpressionError {
  readonly at: number;

  constructor({ kind, message, at }: Failure) {
    super(kind, message);
    this.at = at;
  }
}

export function newBudget({ ms, setting }: TimeLimit): Budget {
  return { ms, setting, leftMs: ms };
}

/** Two threads, so that one webhook's slow template does not block the others. */
const RELAY_THREADS = 2;
const PREVIEW_THREADS = 1;

export function createEvaluator(parts: Omit<PoolParts, 'size'>): Evaluator {
  const relay = createWorkerPool({ ...parts, size: RELAY_THREADS });
  const previews = createWorkerPool({ ...parts, size: PREVIEW_THREADS });
  return {
    forRelay: (options, budget) => evaluateIn(relay, { options, budget }),
    forPreviews: (options, budget) => evaluateIn(previews, { options, budget }),
    async close() {
      await Promise.all([relay.close(), previews.close()]);
    },
  };
}

interface Request {
  options: EvaluateOptions;
  budget: Budget;
}

function evaluateIn(pool: Pick<WorkerPool, 'run'>, { options, budget }: Request): Evaluate {
  return async (tasks, context) => {
    if (tasks.length === 0) return [];
    if (budget.leftMs <= 0) throw timeError(budget);
    const limit = { ms: budget.leftMs, setting: budget.setting };
    const env = environmentOf(tasks, options.environment);
    const job: Job = { tasks, context, env, limit };
    const { values, failure, spentMs } = await pool.run(job, options);
    budget.leftMs -= spentMs;
    if (!failure) return values;
    const { message } = failure.kind === 'time' ? timeError(budget) : failure;
    throw new EvaluationFailure({ ...failure, message });
  };
}

/**
 * Selects the variables that a job gets: only those that a task names and that the webhook is
 * allowed to read. No other code passes environment values to a job.
 */
function environmentOf(
  tasks: readonly Task[],
  { allowed, read }: Required<EnvironmentAccess>,
): JobEnvironment {
  const named = tasks.some((task) => task.env === null)
    ? allowed
    : tasks.flatMap((task) => task.env ?? []);
  const values: Record<string, string> = {};
  for (const name of named) {
    const value = allowed.includes(name) ? read(name) : undefined;
    if (value !== undefined) values[name] = value;
  }
  return { allowed, values };
}
