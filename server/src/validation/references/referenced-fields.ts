import type { WebhookAttributes } from '../../contracts/webhook';
import type { References } from '../../expressions/analysis/path-set';
import { isContextPath, pathBefore } from '../../mapping/context-fields';
import { pathsIn } from '../../schema/path-tree';
import type { Compilers } from '../attributes/expressions';

type ReferencingWebhook = Pick<
  WebhookAttributes,
  'watchedFields' | 'condition' | 'url' | 'headers' | 'payload' | 'mapping' | 'template'
>;

/** A place in a webhook's attributes: `['mapping', 2, 'fieldname']`. */
export type Place = (string | number)[];

/** The document fields that a webhook references, each with its place. */
export function referencedFields(
  webhook: ReferencingWebhook,
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
    ...expressionReferences(webhook, compilers).flatMap(({ place, paths: { doc, previous } }) =>
      [...pathsIn(doc), ...pathsIn(previous)].map((parts) => ({ place, path: parts.join('.') })),
    ),
  ];
}

/** The paths that the webhook's expressions read. Expressions that do not compile are ignored. */
export function expressionReferences(
  { condition, payload, template, url, headers }: ReferencingWebhook,
  compilers: Compilers,
): { place: Place; paths: References }[] {
  const named = (place: Place, text: string | null, compile: (text: string) => Compiled) => {
    const paths = text === null ? null : tryPaths(() => compile(text));
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

function tryPaths(compile: () => Compiled): References | null {
  try {
    return compile().paths;
  } catch {
    return null;
  }
}

function isDynamic(text: string | null): text is string {
  return text?.includes('{{') === true;
}
