import type jsonata from 'jsonata';

import { base64decode, base64encode } from './base64';
import { evaluationError } from '../expression-error';
import { checkText } from './limits';
import { registerPictureFunctions } from './picture-functions';
import { plain } from './to-plain-json';

export interface EnvironmentAccess {
  /**
   * The names that `$env` can read: entries of `expressions.env` that are allowed for the
   * webhook's host.
   */
  allowed: readonly string[];
  /** Default: the environment of the process. */
  read?: ReadEnvironment;
}

export type ReadEnvironment = (name: string) => string | undefined;

/** `this` of a JSONata function. JSONata's types omit `createSequence`. */
type Focus = jsonata.Focus & { createSequence: () => unknown[] };

/** Registers `$env` and replaces JSONata functions that need a guard or are not allowed. */
export function registerFunctions(
  expression: jsonata.Expression,
  env: EnvironmentAccess,
  clones: WeakSet<object>,
): void {
  expression.registerFunction('env', environmentReader(env), '<s:s>');
  expression.registerFunction('eval', refuseEval);
  expression.registerFunction('clone', (value: unknown) => cloneInto(clones, value), '<(oa)-:o>');
  expression.registerFunction('pad', pad, '<s-ns?:s>');
  expression.registerFunction('join', join, '<a<s>s?:s>');
  expression.registerFunction('distinct', distinct, '<x:x>');
  expression.registerFunction('base64encode', base64encode, '<s-:s>');
  expression.registerFunction('base64decode', base64decode, '<s-:s>');
  registerPictureFunctions(expression);
}

/**
 * Checks `allowed` at call time, because a compiled expression is shared by webhooks with
 * different hosts.
 */
function environmentReader(env: EnvironmentAccess) {
  return (name: string): string | undefined => {
    if (!env.allowed.includes(name)) {
      throw evaluationError(
        `$env("${name}"): expressions.env does not allow this name for the host of the URL`,
      );
    }
    return env.read ? env.read(name) : process.env[name];
  };
}

/** `$eval` is not available: static analysis cannot see which paths its argument reads. */
function refuseEval(): never {
  throw evaluationError('$eval is not available');
}

/**
 * JSONata's transform operator calls `$clone` and changes only the returned copy: see
 * `createGuards`.
 */
function cloneInto(clones: WeakSet<object>, value: unknown): unknown {
  const clone = plain(value);
  const register = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return;
    clones.add(part);
    Object.values(part).forEach(register);
  };
  register(clone);
  return clone;
}

/** JSONata's `$pad` builds a string of `width` × the length of `fill` before it cuts. */
function pad(text: string | undefined, width: number, fill?: string): string | undefined {
  if (text === undefined) return undefined;
  checkText(Math.abs(width));
  const missing = Math.abs(Math.trunc(width)) - Array.from(text).length;
  if (missing <= 0) return text;
  const unit = Array.from(fill === undefined || fill === '' ? ' ' : fill).slice(0, missing);
  const repeated = unit.join('').repeat(Math.floor(missing / unit.length));
  const padding = repeated + unit.slice(0, missing % unit.length).join('');
  return width > 0 ? text + padding : padding + text;
}

function join(texts: string[] | undefined, separator = ''): string | undefined {
  if (texts === undefined) return undefined;
  checkText(texts.reduce((length, text) => length + text.length + separator.length, 0));
  return texts.join(separator);
}

/** JSONata's `$distinct` compares every pair of values. */
function distinct(this: jsonata.Focus, values: unknown): unknown {
  if (!Array.isArray(values) || values.length <= 1) return values;
  const found = new Map<string, unknown>();
  for (const value of values as unknown[]) {
    const identity = canonical(value);
    if (!found.has(identity)) found.set(identity, value);
  }
  const result = 'sequence' in values ? (this as Focus).createSequence() : [];
  result.push(...found.values());
  return result;
}

/** The same text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join()}}`;
}
