import { isIPv6 } from 'node:net';

import type { Finish } from '../evaluation/evaluation-job';
import { evaluationError, ExpressionError, messageOf } from '../expression-error';
import { formBody, type Arrays } from './form-body';
import { templateBody } from './template-body';
import { truthy } from '../analysis/truthy';

/** The body that a template makes. */
export interface FinishedBody {
  format: 'json' | 'form' | 'text';
  text: string;
}

/**
 * What a task hands back of its expression's value: a condition whether it is true; a template the
 * body; a part in `{{ }}` its text, as it may stand where the part stands. A part that cannot stand
 * there is an error, which quotes the part: it is never cut or replaced.
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
      return finishedPart(source, how, value);
  }
}

function finishedPart(source: string, how: 'header' | 'segment' | 'host', value: unknown): string {
  try {
    return PARTS[how](textOf(value));
  } catch (error) {
    throw partError(`{{ ${source} }}`, error);
  }
}

const PARTS = {
  header(text: string): string {
    checkSendable(text, 'evaluation');
    return text;
  },
  /** Encoded so that it stays within the segment or parameter it stands in. */
  segment: (text: string) => encodeURIComponent(text),
  host(text: string): string {
    if (/^[a-z0-9.-]+$/i.test(text)) return text;
    if (isIPv6(text) && !text.includes('%')) return `[${text}]`;
    throw evaluationError('The result is no host name');
  },
};

/** What a header's value must not hold: control characters, and what latin-1 has no byte for. */
const UNSENDABLE = /[^\x20-\x7e\xa0-\xff]/;

export function checkSendable(text: string, kind: 'syntax' | 'evaluation'): void {
  const found = UNSENDABLE.exec(text)?.[0];
  if (found === undefined) return;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new ExpressionError(kind, `A header cannot hold the character U+${code}`);
}

export function partError(part: string, error: unknown): ExpressionError {
  const kind = error instanceof ExpressionError ? error.kind : 'evaluation';
  return new ExpressionError(kind, `${quote(part)}: ${messageOf(error)}`);
}

/** A part's value as text; null and undefined are empty. Objects and lists have no text of their own. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const what = Array.isArray(value) ? 'a list' : 'an object';
  throw evaluationError(`The result is ${what}, where a text is needed`);
}

const LONGEST_QUOTE = 80;

export function quote(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
