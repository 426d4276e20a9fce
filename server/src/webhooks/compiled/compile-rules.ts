import type { PluginConfig } from '../../config';
import { splitClauses } from '../../expressions/analysis/clauses';
import {
  compileExpression,
  parseExpression,
  type Expression,
  type ExpressionOptions,
  type ParsedExpression,
} from '../../expressions/expression';
import type { EnvironmentAccess } from '../../expressions/jsonata/functions';
import { compileHeaderTemplate, literalHeader } from '../../expressions/templates/header-template';
import type { TextTemplate } from '../../expressions/templates/interpolate';
import { compileUrlTemplate } from '../../expressions/templates/url-template';
import type { TypesOf } from '../../schema/value-types';
import type { ResolvedHeader } from './resolved-secrets';
import type { StoredWebhook } from '../stored/stored-webhook';

/** What a webhook lets through. */
export interface Filter {
  condition: Expression | null;
  /** The parts of the condition that must all be true: to tell which was not. */
  clauses: Expression[];
}

/** What is evaluated for each attempt or body; null where the text holds no `{{ }}`, or there is none. */
export interface Templates {
  body: ParsedExpression | null;
  url: TextTemplate | null;
  headers: { key: string; value: TextTemplate; secret: boolean }[] | null;
}

export type RuleOptions = Pick<PluginConfig, 'expressions' | 'network' | 'delivery'>;

type RuledWebhook = Pick<
  StoredWebhook,
  'condition' | 'recordSkipped' | 'payload' | 'template' | 'url'
> & { headers: ResolvedHeader[] };

interface CompileParts {
  environment: EnvironmentAccess;
  /** Of the content types that it watches. */
  typesOf: TypesOf | undefined;
}

/** What a webhook's expressions compile to. */
export interface CompiledRules {
  filter: Filter;
  templates: Templates;
}

/** Throws where one does not compile. */
export function compileRules(
  webhook: RuledWebhook,
  { expressions, network, environment: env, typesOf }: RuleOptions & CompileParts,
): CompiledRules {
  const options = { timeoutMs: expressions.timeoutMs, env, typesOf };
  const headerOf = (text: string) =>
    isDynamic(text) ? compileHeaderTemplate(text, options) : literalHeader(text);
  const { condition, recordSkipped, payload, template, url, headers } = webhook;
  return {
    filter: condition === null ? NO_FILTER : filterOf({ condition, recordSkipped }, options),
    templates: {
      body: payload === 'template' && template !== null ? parseExpression(template, options) : null,
      url: isDynamic(url)
        ? compileUrlTemplate(url, { ...options, dynamicHosts: network.dynamicHosts })
        : null,
      headers: headers.some(({ value }) => isDynamic(value))
        ? headers.map(({ key, value, secret }) => ({
            key,
            value: unquoted({ key, secret }, () => headerOf(value)),
            secret,
          }))
        : null,
    },
  };
}

const NO_FILTER: Filter = { condition: null, clauses: [] };

/** Conditions are evaluated in this thread, and compiled; what is rendered is compiled where it is evaluated. */
function filterOf(
  { condition: source, recordSkipped }: { condition: string; recordSkipped: boolean },
  options: ExpressionOptions,
): Filter {
  // Before the condition takes the parsed form that both look at.
  const sources = recordSkipped ? splitClauses(source) : [];
  const condition = compileExpression(source, options);
  const clauses =
    sources.length === 1 ? [condition] : sources.map((it) => compileExpression(it, options));
  return { condition, clauses };
}

/** An error would quote the secret. */
function unquoted<T>({ key, secret }: { key: string; secret: boolean }, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw secret ? new Error(`The secret of the header ${key} does not compile`) : error;
  }
}

function isDynamic(text: string): boolean {
  return text.includes('{{');
}

/** Whether anything is evaluated for an attempt or a body. */
export function isEvaluated({ body, url, headers }: Templates): boolean {
  return body !== null || url !== null || headers !== null;
}
