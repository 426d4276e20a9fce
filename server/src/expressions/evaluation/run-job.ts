import type { Job, JobEnvironment, JobResult, Task } from './evaluation-job';
import { compileExpression, type Expression } from '../expression';
import { ExpressionError, errorMessage } from '../expression-error';
import { finish, partError } from '../templates/finish';
import { WORKER_SIZES } from '../jsonata/limits';
import { startTimer, createTimeWatch, type TimeWatch } from './time-limit';

/** Number of compileCached expressions in the cache. */
const MAX_CACHED = 500;

/**
 * Creates a function that evaluates jobs in this thread, one at a time. It calls `stop` at each
 * step, in addition to the job's time limit; `stop` throws when the job is cancelled.
 */
export function createRunner(stop: TimeWatch = () => undefined) {
  const cache = new Map<string, Expression>();
  let env: JobEnvironment = { allowed: [], values: {} };
  // Reads the current job's environment: a cached expression is used by several jobs.
  const access = {
    get allowed() {
      return env.allowed;
    },
    read: (name: string) => env.values[name],
  };

  /** Returns a compileCached expression from a least-recently-used cache. */
  function compileCached({ source, types }: Task): Expression {
    const key = JSON.stringify([source, types]);
    const options = { timeoutMs: 0, env: access, typesOf: () => types, sizes: WORKER_SIZES };
    const expression = cache.get(key) ?? compileExpression(source, options);
    cache.delete(key);
    cache.set(key, expression);
    const [oldest] = cache.keys();
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    return expression;
  }

  async function evaluate(task: Task, input: unknown, watch: TimeWatch) {
    const { source, finish: how } = task;
    const isPart = how === 'header' || how === 'segment' || how === 'host';
    try {
      const value = await compileCached(task).evaluatePlain(input, watch);
      return { value };
    } catch (error) {
      throw isPart ? partError(`{{ ${source} }}`, error) : error;
    }
  }

  return async function run({ tasks, context, limit, ...job }: Job): Promise<JobResult> {
    const timer = startTimer();
    const watchTime = createTimeWatch(limit, timer);
    const watch = () => {
      watchTime();
      stop();
    };
    const values: unknown[] = [];
    env = job.env;
    try {
      const input: unknown = JSON.parse(context);
      for (const task of tasks) {
        const { value } = await evaluate(task, input, watch);
        values.push(finish(task.source, task.finish, value));
      }
      return { values, failure: null, spentMs: timer.spentMs() };
    } catch (error) {
      const kind = error instanceof ExpressionError ? error.kind : 'evaluation';
      const failure = { kind, message: errorMessage(error), at: values.length };
      return { values, failure, spentMs: timer.spentMs() };
    }
  };
}
