import { evaluationError, ExpressionError } from '../expression-error';
import type { ParseOptions } from '../expression';
import { partError } from './finish';
import { parseParts, templateOf, type Part, type TextTemplate } from './interpolate';

export interface UrlTemplateOptions extends ParseOptions {
  /** The setting `network.dynamicHosts`: whether `{{ }}` may stand in the host. */
  dynamicHosts: boolean;
}

type Position = 'host' | 'segment';

/**
 * Compiles a URL. A value is encoded so that it stays within the segment or parameter it stands in. The scheme
 * is never evaluated, and host and port only with `dynamicHosts`.
 */
export function compileUrlTemplate(text: string, options: UrlTemplateOptions): TextTemplate {
  const parts = parseParts(text.trim(), options);
  const pieces = place(parts);
  for (const { part, position } of pieces) {
    if (typeof part === 'string' || position === 'segment' || options.dynamicHosts) continue;
    throw partError(
      `{{ ${part.source} }}`,
      new ExpressionError('syntax', 'The host is fixed, unless network.dynamicHosts is set'),
    );
  }
  const climbs = dotSegments(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
  const template = templateOf(parts, (index) => pieces[index]?.position ?? 'segment');
  return {
    ...template,
    assemble(texts) {
      const url = template.assemble(texts);
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
      if (END_OF_HOST.test(behindStart)) position = 'segment';
    }
    return placed;
  });
}

function dotSegments(url: string): number {
  const [path = ''] = url.replace(START, '').split(/[?#]/);
  return path.split(/[/\\]/).filter((segment) => /^(\.|%2e){1,2}$/i.test(segment)).length;
}
