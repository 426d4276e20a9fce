import type { ParseOptions } from '../expression';
import { checkSendable } from './finish';
import { parseParts, buildTemplate, type TextTemplate } from './interpolate';

/**
 * Compiles a header value. Throws an `ExpressionError` for characters that a header cannot
 * contain.
 */
export function compileHeaderTemplate(text: string, options: ParseOptions): TextTemplate {
  const parts = parseParts(text, options);
  for (const part of parts) if (typeof part === 'string') checkSendable(part, 'syntax');
  return buildTemplate(parts, () => 'header');
}

/** A literal header value without `{{ }}`. */
export function literalHeader(text: string): TextTemplate {
  return buildTemplate([text], () => 'header');
}
