import { isIPv6 } from 'node:net';

import { evaluationError, ExpressionError } from './expression-error';
import type { Expression, ExpressionOptions } from './expression';
import type { TextTemplate } from './header-template';
import { assemble, parseParts, partError, textOf, type Part } from './interpolate';
import { mergePaths } from './named-paths';

export interface UrlTemplateOptions extends ExpressionOptions {
  /** The setting `network.dynamicHosts`: whether `{{ }}` may stand in the host. */
  dynamicHosts: boolean;
}

type Position = 'host' | 'rest';

/**
 * Compiles a URL. A value is encoded so that it stays within the segment or parameter it stands in. The scheme
 * is never evaluated, and host and port only with `dynamicHosts`.
 */
export function compileUrlTemplate(text: string, options: UrlTemplateOptions): TextTemplate {
  const parts = parseParts(text.trim(), options);
  const pieces = place(parts);
  for (const { part, position } of pieces) {
    if (typeof part === 'string' || position === 'rest' || options.dynamicHosts) continue;
    throw partError(
      `{{ ${part.source} }}`,
      new ExpressionError('syntax', 'The host is fixed, unless network.dynamicHosts is set'),
    );
  }
  const expressions = parts.filter((part): part is Expression => typeof part !== 'string');
  const climbs = dotSegments(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
  return {
    paths: mergePaths(expressions.map(({ paths }) => paths)),
    render: async (context) => {
      const url = await assemble(pieces, ({ part, position }) =>
        typeof part === 'string' ? part : urlText(part, position, context),
      );
      // `%2e` counts as a dot (URL Standard, "double-dot URL path segment"): there is no way to encode one.
      if (dotSegments(url) > climbs) {
        throw evaluationError('A value makes a path segment . or .., which would change the path');
      }
      return url;
    },
  };
}

/** The scheme and the slashes, of which a URL parser takes any number and either kind. */
const START = /^https?:\/\/[/\\]*/i;
const END_OF_HOST = /[/\\?#]/;

function place(parts: Part[]): { part: Part; position: Position }[] {
  const [first] = parts;
  const isDynamic = parts.some((part) => typeof part !== 'string');
  const start = typeof first === 'string' ? START.exec(first)?.[0] : undefined;
  if (isDynamic && start === undefined) {
    throw new ExpressionError('syntax', 'The URL must begin with http:// or https://, as it is');
  }
  let position: Position = 'host';
  return parts.map((part, index) => {
    const placed = { part, position };
    if (typeof part === 'string') {
      const behindStart = index === 0 ? part.slice(start?.length ?? 0) : part;
      if (END_OF_HOST.test(behindStart)) position = 'rest';
    }
    return placed;
  });
}

async function urlText(
  expression: Expression,
  position: Position,
  context: object,
): Promise<string> {
  const text = await textOf(expression, context);
  try {
    return position === 'host' ? hostName(text) : encodeURIComponent(text);
  } catch (error) {
    throw partError(`{{ ${expression.source} }}`, error);
  }
}

function hostName(text: string): string {
  if (/^[a-z0-9.-]+$/i.test(text)) return text;
  if (isIPv6(text) && !text.includes('%')) return `[${text}]`;
  throw evaluationError('The result is no host name');
}

function dotSegments(url: string): number {
  const [path = ''] = url.replace(START, '').split(/[?#]/);
  return path.split(/[/\\]/).filter((segment) => /^(\.|%2e){1,2}$/i.test(segment)).length;
}
