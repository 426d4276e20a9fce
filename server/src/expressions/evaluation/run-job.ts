import type { Job, JobEnvironment, JobResult, Task } from './evaluation-job';
import { compileExpression, type Expression } from '../expression';
import { ExpressionError, messageOf } from '../expression-error';
import { finish, partError } from '../templates/finish';
import { WORKER_SIZES } from '../jsonata/limits';
import { startTimer, watchOf, type TimeWatch } from './time-limit';

/** Compiled expressions that are kept for the next job. */
const MOST_KEPT = 500;

/**
 * Evaluates jobs in this thread, one at a time. `stop` is called at each step beside the job's own time
 * limit, and throws when nobody waits for the job any more.
 */
export function createRunner(stop: TimeWatch = () => undefined) {
  const kept = new Map<string, Expression>();
  let env: JobEnvironment = { allowed: [], values: {} };
  // Read when `$env` is called: the compiled expression outlives the job.
  const access = {
    get allowed() {
      return env.allowed;
    },
    read: (name: string) => env.values[name],
  };

  /** The one that was not used for the longest time makes room. */
  function compiled({ source, types }: Task): Expression {
    const key = JSON.stringify([source, types]);
    const options = { timeoutMs: 0, env: access, typesOf: () => types, sizes: WORKER_SIZES };
    const known = kept.get(key) ?? compileExpression(source, options);
    kept.delete(key);
    kept.set(key, known);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return known;
  }

  async function valueOf(task: Task, input: unknown, watch: TimeWatch) {
    const { source, finish: how } = task;
    const isPart = how === 'header' || how === 'segment' || how === 'host';
    try {
      const value = await compiled(task).evaluatePlain(input, watch);
      return { value };
    } catch (error) {
      throw isPart ? partError(`{{ ${source} }}`, error) : error;
    }
  }

  return async function run({ tasks, context, limit, ...job }: Job): Promise<JobResult> {
    const timer = startTimer();
    const byTime = watchOf(limit, timer);
    const watch = () => {
      byTime();
      stop();
    };
    const values: unknown[] = [];
    env = job.env;
    try {
      const input: unknown = JSON.parse(context);
      for (const task of tasks) {
        const { value } = await valueOf(task, input, watch);
        values.push(finish(task.source, task.finish, value));
      }
      return { values, failure: null, spentMs: timer.spentMs() };
    } catch (error) {
      const kind = error instanceof ExpressionError ? error.kind : 'evaluation';
      const failure = { kind, message: messageOf(error), at: values.length };
      return { values, failure, spentMs: timer.spentMs() };
    }
  };
}
