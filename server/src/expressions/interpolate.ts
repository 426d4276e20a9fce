import { ExpressionError, messageOf } from './expression-error';
import { compileExpression, type Expression, type ExpressionOptions } from './expression';

/** A text with `{{ JSONata }}` in it, as its literal and its evaluated parts, in order. */
export type Part = string | Expression;

/** How many `}}` are tried as the end of one expression. */
const MAX_ENDS = 100;

/** Splits `text`. Throws an `ExpressionError` of kind `syntax` that quotes the part at fault. */
export function parseParts(text: string, options: ExpressionOptions): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('{{', from);
    if (open > from || open === -1) parts.push(text.slice(from, open === -1 ? undefined : open));
    if (open === -1) return parts;
    const { expression, end } = parseExpression(text, open, options);
    parts.push(expression);
    from = end;
  }
}

/**
 * The expression that begins at `open` ends at the first `}}` before which it is a whole one: cut
 * within a string, a comment, a regular expression or a bracket it would not be.
 */
function parseExpression(text: string, open: number, options: ExpressionOptions) {
  let firstError: ExpressionError | undefined;
  let close = text.indexOf('}}', open);
  for (let ends = 0; close !== -1 && ends < MAX_ENDS; ends += 1) {
    const source = text.slice(open + 2, close);
    try {
      return { expression: compileExpression(source.trim(), options), end: close + 2 };
    } catch (error) {
      firstError ??= partError(`{{${source}}}`, error);
    }
    close = text.indexOf('}}', close + 1);
  }
  throw firstError ?? new ExpressionError('syntax', `${quote(text.slice(open))} has no closing }}`);
}

/** The parts put together again, each expression's value by `render`. */
export async function assemble<P>(
  parts: readonly P[],
  render: (part: P) => string | Promise<string>,
): Promise<string> {
  const texts = await Promise.all(parts.map(async (part) => render(part)));
  return texts.join('');
}

export function partError(part: string, error: unknown): ExpressionError {
  const kind = error instanceof ExpressionError ? error.kind : 'evaluation';
  return new ExpressionError(kind, `${quote(part)}: ${messageOf(error)}`);
}

/** A part's value as text; null and undefined are empty. Objects and lists have no text of their own. */
export async function textOf(expression: Expression, context: object): Promise<string> {
  try {
    const value = await expression.evaluate(context);
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const what = Array.isArray(value) ? 'a list' : 'an object';
    throw new ExpressionError('evaluation', `The result is ${what}, where a text is needed`);
  } catch (error) {
    throw partError(`{{ ${expression.source} }}`, error);
  }
}

const LONGEST_QUOTE = 80;

function quote(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
