import type { ParseOptions } from '../expression';
import { checkSendable } from './finish';
import { parseParts, templateOf, type TextTemplate } from './interpolate';

/** Compiles a header's value. What cannot be sent in a header is an error: it is never cut or replaced. */
export function compileHeaderTemplate(text: string, options: ParseOptions): TextTemplate {
  const parts = parseParts(text, options);
  for (const part of parts) if (typeof part === 'string') checkSendable(part, 'syntax');
  return templateOf(parts, () => 'header');
}

/** A value without `{{ }}`, as it is. */
export function plainText(text: string): TextTemplate {
  return templateOf([text], () => 'header');
}
