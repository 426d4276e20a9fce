import { ExpressionError } from '../expression-error';
import { parseExpression, type ParsedExpression, type ParseOptions } from '../expression';
import type { Finish, Task } from '../evaluation/evaluation-job';
import { partError, quote } from './finish';
import { mergeReferences, type References } from '../analysis/path-set';
import { CLOSES, OPENS, tokensOf } from './tokens';

/** A literal or an expression of a text with `{{ JSONata }}`. */
export type Part = string | ParsedExpression;

/** A text with `{{ JSONata }}` parts, ready to be rendered. */
export interface TextTemplate {
  paths: References;
  /** Likely mistakes in its expressions, as messages for the author. */
  warnings: () => readonly string[];
  /** The tasks to evaluate, in order. */
  tasks: readonly Task[];
  /** Inserts the results of the tasks into the text. Throws an `ExpressionError`. */
  assemble: (texts: readonly string[]) => string;
}

/**
 * Splits `text` into parts. Throws an `ExpressionError` of kind `syntax` that quotes the invalid
 * part.
 */
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
 * Parses the expression at `open`. It ends at the first `}}` outside of strings, comments, regular
 * expressions and brackets. If there is none, it ends at the first `}}`, so that the parser reports
 * the error.
 */
function parsePart(text: string, open: number, options: ParseOptions) {
  const from = open + 2;
  const first = text.indexOf('}}', from);
  if (first === -1) {
    throw new ExpressionError('syntax', `${quote(text.slice(open))} has no closing }}`);
  }
  const close = findClose(text, from) ?? first;
  const source = text.slice(from, close);
  try {
    return { expression: parseExpression(source.trim(), options), end: close + 2 };
  } catch (error) {
    throw partError(`{{${source}}}`, error);
  }
}

function findClose(text: string, from: number): number | null {
  let depth = 0;
  for (const { token, end } of tokensOf(text, from)) {
    if (token === '}' && depth === 0) return text[end] === '}' ? end - 1 : null;
    depth += Number(OPENS.test(token)) - Number(CLOSES.test(token));
  }
  return null;
}

/** The task that evaluates an expression in a worker. */
export function toTask(expression: ParsedExpression, finish: Finish): Task {
  const { source, paths, types } = expression;
  return { source, finish, env: paths.computesEnv ? null : [...paths.env], types };
}

/** Builds a template from its parts. `finishOf` gives the `Finish` of the part at an index. */
export function buildTemplate(
  parts: readonly Part[],
  finishOf: (index: number) => Finish,
): TextTemplate {
  const expressions = parts.filter(isExpression);
  const literals = parts.map((part) => (isExpression(part) ? null : part));
  return {
    paths: mergeReferences(expressions.map(({ paths }) => paths)),
    warnings: () => [...new Set(expressions.flatMap(({ warnings }) => warnings()))],
    tasks: parts.flatMap((part, index) =>
      isExpression(part) ? [toTask(part, finishOf(index))] : [],
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
