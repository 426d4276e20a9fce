import { isIPv6 } from 'node:net';

import type { Finish } from '../evaluation/evaluation-job';
import { evaluationError, ExpressionError, errorMessage } from '../expression-error';
import { formBody, type Arrays } from './form-body';
import { templateBody } from './template-body';
import { truthy } from '../analysis/truthy';

/** The request body that a template produces. */
export interface FinishedBody {
  format: 'json' | 'form' | 'text';
  text: string;
}

/**
 * Converts the value of a task's expression: a condition to a boolean, a template to the body, a
 * `{{ }}` part to text that fits its place. Throws an `ExpressionError` that quotes the part if the
 * value does not fit. Values are never truncated or replaced.
 */
export function finish(source: string, how: Finish, value: unknown): unknown {
  switch (how) {
    case 'truth':
      return truthy(value);
    case 'value':
      return value;
    case 'json': {
      const format = typeof value === 'string' ? 'text' : 'json';
      return { format, text: templateBody(value) } satisfies FinishedBody;
    }
    case 'form-indices':
    case 'form-brackets':
    case 'form-repeat': {
      const arrays = how.slice('form-'.length) as Arrays;
      return { format: 'form', text: formBody(value, arrays) } satisfies FinishedBody;
    }
    case 'header':
    case 'segment':
    case 'host':
      return finishPart(source, how, value);
  }
}

function finishPart(source: string, how: 'header' | 'segment' | 'host', value: unknown): string {
  try {
    return PARTS[how](toText(value));
  } catch (error) {
    throw partError(`{{ ${source} }}`, error);
  }
}

const PARTS = {
  header(text: string): string {
    checkSendable(text, 'evaluation');
    return text;
  },
  /** Percent-encoded, so that the value stays within its path segment or query parameter. */
  segment: (text: string) => encodeURIComponent(text),
  host(text: string): string {
    if (/^[a-z0-9.-]+$/i.test(text)) return text;
    if (isIPv6(text) && !text.includes('%')) return `[${text}]`;
    throw evaluationError('The result is not a host name');
  },
};

/**
 * Characters that a header value cannot contain: control characters and anything outside Latin-1.
 */
const UNSENDABLE = /[^\x20-\x7e\xa0-\xff]/;

export function checkSendable(text: string, kind: 'syntax' | 'evaluation'): void {
  const found = UNSENDABLE.exec(text)?.[0];
  if (found === undefined) return;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new ExpressionError(kind, `A header cannot contain the character U+${code}`);
}

export function partError(part: string, error: unknown): ExpressionError {
  const kind = error instanceof ExpressionError ? error.kind : 'evaluation';
  return new ExpressionError(kind, `${quote(part)}: ${errorMessage(error)}`);
}

/** Converts a part's value to text; null and undefined are empty. Objects and lists are errors. */
function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const what = Array.isArray(value) ? 'a list' : 'an object';
  throw evaluationError(`The result is ${what}, but a text is needed`);
}

const LONGEST_QUOTE = 80;

export function quote(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
