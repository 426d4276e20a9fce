import { ExpressionError } from './expression-error';
import type { Expression, ExpressionOptions } from './expression';
import { assemble, parseParts, partError, textOf } from './interpolate';
import { mergePaths, type Named } from './named-paths';

/** A text with `{{ JSONata }}` parts, ready to be rendered. */
export interface TextTemplate {
  paths: Named;
  /** Rejects with an `ExpressionError` that quotes the part at fault. */
  render: (context: object) => Promise<string>;
}

/** What a header's value must not hold: control characters, and what latin-1 has no byte for. */
const UNSENDABLE = /[^\x20-\x7e\xa0-\xff]/;

/** Compiles a header's value. What cannot be sent in a header is an error: it is never cut or replaced. */
export function compileHeaderTemplate(text: string, options: ExpressionOptions): TextTemplate {
  const parts = parseParts(text, options);
  for (const part of parts) if (typeof part === 'string') checkSendable(part, 'syntax');
  const expressions = parts.filter((part): part is Expression => typeof part !== 'string');
  return {
    paths: mergePaths(expressions.map(({ paths }) => paths)),
    render: (context) =>
      assemble(parts, (part) => (typeof part === 'string' ? part : headerText(part, context))),
  };
}

/** A value without `{{ }}`, as it is. */
export function plainText(text: string): TextTemplate {
  return { paths: mergePaths([]), render: () => Promise.resolve(text) };
}

async function headerText(expression: Expression, context: object): Promise<string> {
  const text = await textOf(expression, context);
  try {
    checkSendable(text, 'evaluation');
  } catch (error) {
    throw partError(`{{ ${expression.source} }}`, error);
  }
  return text;
}

function checkSendable(text: string, kind: 'syntax' | 'evaluation'): void {
  const found = UNSENDABLE.exec(text)?.[0];
  if (found === undefined) return;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new ExpressionError(kind, `A header cannot hold the character U+${code}`);
}
