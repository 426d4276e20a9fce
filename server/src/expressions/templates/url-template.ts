import { evaluationError, ExpressionError } from '../expression-error';
import type { ParseOptions } from '../expression';
import { partError } from './finish';
import { parseParts, buildTemplate, type Part, type TextTemplate } from './interpolate';

export interface UrlTemplateOptions extends ParseOptions {
  /** The setting `network.dynamicHosts`: whether the host can contain `{{ }}`. */
  dynamicHosts: boolean;
}

type Position = 'host' | 'segment';

/**
 * Compiles a URL. Values are percent-encoded, so that they stay within their path segment or query
 * parameter. The scheme must be literal; host and port can be evaluated only with `dynamicHosts`.
 * Throws an `ExpressionError` of kind `syntax`.
 */
export function compileUrlTemplate(text: string, options: UrlTemplateOptions): TextTemplate {
  const parts = parseParts(text.trim(), options);
  const pieces = locateParts(parts);
  for (const { part, position } of pieces) {
    if (typeof part === 'string' || position === 'segment' || options.dynamicHosts) continue;
    throw partError(
      `{{ ${part.source} }}`,
      new ExpressionError(
        'syntax',
        'Expressions in the host need the setting network.dynamicHosts',
      ),
    );
  }
  const climbs = dotSegments(parts.map((part) => (typeof part === 'string' ? part : 'x')).join(''));
  const template = buildTemplate(parts, (index) => pieces[index]?.position ?? 'segment');
  return {
    ...template,
    assemble(texts) {
      const url = template.assemble(texts);
      // `%2e` counts as a dot (URL Standard, "double-dot URL path segment"), so a dot cannot be
      // encoded.
      if (dotSegments(url) > climbs) {
        throw evaluationError(
          'A value results in the path segment "." or "..", which would change the path',
        );
      }
      return url;
    },
  };
}

/** The scheme and slashes. A URL parser accepts any number of either kind of slash. */
const START = /^https?:\/\/[/\\]*/i;
const END_OF_HOST = /[/\\?#]/;

function locateParts(parts: Part[]): { part: Part; position: Position }[] {
  const [first] = parts;
  const isDynamic = parts.some((part) => typeof part !== 'string');
  const start = typeof first === 'string' ? START.exec(first)?.[0] : undefined;
  if (isDynamic && start === undefined) {
    throw new ExpressionError(
      'syntax',
      'The URL must begin with http:// or https://, written without {{ }}',
    );
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
