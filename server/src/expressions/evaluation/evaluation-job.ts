import type { ValueTypes } from '../../schema/value-types';
import type { ExpressionErrorKind } from '../expression-error';
import type { Arrays } from '../templates/form-body';
import type { TimeLimit } from './time-limit';

/** What is made of an expression's value: see `finish`. */
export type Finish = 'truth' | 'value' | 'json' | `form-${Arrays}` | 'header' | 'segment' | 'host';

/** One expression of a job. Plain data, for it goes to another thread. */
export interface Task {
  source: string;
  finish: Finish;
  /** The names it reads of the environment; null where they are not written out. */
  env: readonly string[] | null;
  /** What it was compiled with. */
  types: ValueTypes;
}

/** The environment as a job sees it: the names that may be read, and values of those that it reads. */
export interface JobEnvironment {
  allowed: readonly string[];
  values: Readonly<Record<string, string>>;
}

/** Expressions over one context, in order. The first that fails ends the job. */
export interface Job {
  tasks: readonly Task[];
  /** JSON text of the context: text crosses to another thread in one copy. */
  context: string;
  env: JobEnvironment;
  /** For all of them together. */
  limit: TimeLimit;
}

/** Why a job ended before its end. */
export interface Failure {
  kind: ExpressionErrorKind;
  message: string;
  /** Which of the tasks failed. */
  at: number;
}

export interface JobResult {
  /** What each task came to, as far as the job went. */
  values: unknown[];
  failure: Failure | null;
  /** Milliseconds of CPU time. */
  spentMs: number;
}
