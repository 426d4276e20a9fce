import { ExpressionError, messageOf } from './expression-error';
import { compileExpression, type Expression, type ExpressionOptions } from './expression';
import { CLOSES, OPENS, tokensOf } from './tokens';

/** A text with `{{ JSONata }}` in it, as its literal and its evaluated parts, in order. */
export type Part = string | Expression;

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
 * The expression that begins at `open` ends at the first `}}` that is not within a text, a comment, a
 * regular expression or a bracket. Where there is none, the first one tells what is wrong.
 */
function parseExpression(text: string, open: number, options: ExpressionOptions) {
  const from = open + 2;
  const first = text.indexOf('}}', from);
  if (first === -1) {
    throw new ExpressionError('syntax', `${quote(text.slice(open))} has no closing }}`);
  }
  const close = closeOf(text, from) ?? first;
  const source = text.slice(from, close);
  try {
    return { expression: compileExpression(source.trim(), options), end: close + 2 };
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
