import type { ValueTypes } from '../../schema/value-types';
import type { ExpressionErrorKind } from '../expression-error';
import type { Arrays } from '../templates/form-body';
import type { TimeLimit } from './time-limit';

/** How a task converts the value of its expression: see `finish`. */
export type Finish = 'truth' | 'value' | 'json' | `form-${Arrays}` | 'header' | 'segment' | 'host';

/** One expression of a job. Plain data, because it is posted to another thread. */
export interface Task {
  source: string;
  finish: Finish;
  /** The environment variables that the expression reads; null if it computes their names. */
  env: readonly string[] | null;
  /** The field types that the expression was compiled with. */
  types: ValueTypes;
}

/** The environment of a job: the names it can read, and the values it needs. */
export interface JobEnvironment {
  allowed: readonly string[];
  values: Readonly<Record<string, string>>;
}

/** Expressions over one context, in order. The first failure ends the job. */
export interface Job {
  tasks: readonly Task[];
  /** The context as JSON text: a string is copied to another thread in one step. */
  context: string;
  env: JobEnvironment;
  /** Shared by all tasks of the job. */
  limit: TimeLimit;
}

/** The reason a job failed. */
export interface Failure {
  kind: ExpressionErrorKind;
  message: string;
  /** Index of the failed task. */
  at: number;
}

export interface JobResult {
  /** The results of the completed tasks, in order. */
  values: unknown[];
  failure: Failure | null;
  /** Milliseconds of CPU time. */
  spentMs: number;
}
