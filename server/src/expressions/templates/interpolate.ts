import { ExpressionError } from '../expression-error';
import { parseExpression, type ParsedExpression, type ParseOptions } from '../expression';
import type { Finish, Task } from '../evaluation/evaluation-job';
import { partError, quote } from './finish';
import { mergePaths, type Named } from '../analysis/path-set';
import { CLOSES, OPENS, tokensOf } from './tokens';

/** A text with `{{ JSONata }}` in it, as its literal and its evaluated parts, in order. */
export type Part = string | ParsedExpression;

/** A text with `{{ JSONata }}` parts, ready to be rendered. */
export interface TextTemplate {
  paths: Named;
  /** What will surprise whoever wrote its expressions. */
  warnings: () => readonly string[];
  /** What is to be evaluated, in order. */
  tasks: readonly Task[];
  /** The text, with what the tasks came to in their places. Throws an `ExpressionError`. */
  assemble: (texts: readonly string[]) => string;
}

/** Splits `text`. Throws an `ExpressionError` of kind `syntax` that quotes the part at fault. */
export function parseParts(text: string, options: ParseOptions): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('{{', from);
    if (open > from || open === -1) parts.push(text.slice(from, open === -1 ? undefined : open));
    if (open === -1) return parts;
    const { expression, end } = parsePart(text, open, options);
    parts.push(expression);
    from = end;
  }
}

/**
 * The expression that begins at `open` ends at the first `}}` that is not within a text, a comment, a
 * regular expression or a bracket. Where there is none, the first one tells what is wrong.
 */
function parsePart(text: string, open: number, options: ParseOptions) {
  const from = open + 2;
  const first = text.indexOf('}}', from);
  if (first === -1) {
    throw new ExpressionError('syntax', `${quote(text.slice(open))} has no closing }}`);
  }
  const close = closeOf(text, from) ?? first;
  const source = text.slice(from, close);
  try {
    return { expression: parseExpression(source.trim(), options), end: close + 2 };
  } catch (error) {
    throw partError(`{{${source}}}`, error);
  }
}

function closeOf(text: string, from: number): number | null {
  let depth = 0;
  for (const { token, end } of tokensOf(text, from)) {
    if (token === '}' && depth === 0) return text[end] === '}' ? end - 1 : null;
    depth += Number(OPENS.test(token)) - Number(CLOSES.test(token));
  }
  return null;
}

/** The task that evaluates an expression elsewhere. */
export function taskOf(expression: ParsedExpression, finish: Finish): Task {
  const { source, paths, types } = expression;
  return { source, finish, env: paths.computesEnv ? null : [...paths.env], types };
}

/** Puts parts together again, each expression finished as `finishOf` says of its place. */
export function templateOf(
  parts: readonly Part[],
  finishOf: (index: number) => Finish,
): TextTemplate {
  const expressions = parts.filter(isExpression);
  const literals = parts.map((part) => (isExpression(part) ? null : part));
  return {
    paths: mergePaths(expressions.map(({ paths }) => paths)),
    warnings: () => [...new Set(expressions.flatMap(({ warnings }) => warnings()))],
    tasks: parts.flatMap((part, index) =>
      isExpression(part) ? [taskOf(part, finishOf(index))] : [],
    ),
    assemble(texts) {
      const left = texts.values();
      return literals.map((literal) => literal ?? String(left.next().value)).join('');
    },
  };
}

function isExpression(part: Part): part is ParsedExpression {
  return typeof part !== 'string';
}
