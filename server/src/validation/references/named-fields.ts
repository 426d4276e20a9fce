import type { WebhookAttributes } from '../../contracts/webhook';
import type { References } from '../../expressions/analysis/path-set';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { pathsIn } from '../../schema/path-tree';
import type { Compilers } from '../attributes/expressions';

type Naming = Pick<
  WebhookAttributes,
  'watchedFields' | 'condition' | 'url' | 'headers' | 'payload' | 'mapping' | 'template'
>;

/** Where in a webhook something stands: `['mapping', 2, 'fieldname']`. */
export type Place = (string | number)[];

/** Each field of the document that a webhook names, with the place where it does. */
export function namedFields(
  webhook: Naming,
  compilers: Compilers,
): { place: Place; path: string }[] {
  const { payload, mapping, watchedFields } = webhook;
  const mapped = payload === 'fields' ? mapping.map(({ fieldname }) => fieldname) : [];
  return [
    ...mapped.flatMap((fieldname, index) => {
      const path = isContextPath(fieldname) ? pathBefore(fieldname) : fieldname;
      return path === null ? [] : [{ place: ['mapping', index, 'fieldname'], path }];
    }),
    ...watchedFields.map((path, index) => ({ place: ['watchedFields', index], path })),
    ...namedByExpressions(webhook, compilers).flatMap(({ place, paths: { doc, previous } }) =>
      [...pathsIn(doc), ...pathsIn(previous)].map((parts) => ({ place, path: parts.join('.') })),
    ),
  ];
}

/** What its expressions name. Of one that does not compile, nothing. */
export function namedByExpressions(
  { condition, payload, template, url, headers }: Naming,
  compilers: Compilers,
): { place: Place; paths: References }[] {
  const named = (place: Place, text: string | null, compile: (text: string) => Compiled) => {
    const paths = text === null ? null : pathsOf(() => compile(text));
    return paths ? [{ place, paths }] : [];
  };
  return [
    ...named(['condition'], condition, compilers.expression),
    ...named(['template'], payload === 'template' ? template : null, compilers.expression),
    ...named(['url'], isDynamic(url) ? url : null, compilers.url),
    ...headers.flatMap(({ value }, index) =>
      named(['headers', index, 'value'], isDynamic(value) ? value : null, compilers.header),
    ),
  ];
}

interface Compiled {
  paths: References;
}

function pathsOf(compile: () => Compiled): References | null {
  try {
    return compile().paths;
  } catch {
    return null;
  }
}

function isDynamic(text: string | null): text is string {
  return text?.includes('{{') === true;
}
