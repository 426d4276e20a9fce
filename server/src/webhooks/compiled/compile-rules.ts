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

/** The compiled filter of a webhook. */
export interface Filter {
  condition: Expression | null;
  /** The clauses of the condition, to report which one was false. */
  clauses: Expression[];
}

/** The compiled templates. Each is null if the text contains no `{{ }}` or is not set. */
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
  /** The types of the watched content types. */
  typesOf: TypesOf | undefined;
}

/** The compiled expressions of a webhook. */
export interface CompiledRules {
  filter: Filter;
  templates: Templates;
}

/** Throws an `ExpressionError` if an expression does not compile. */
export function compileRules(
  webhook: RuledWebhook,
  { expressions, network, environment: env, typesOf }: RuleOptions & CompileParts,
): CompiledRules {
  const options = { timeoutMs: expressions.timeoutMs, env, typesOf };
  const compileHeader = (text: string) =>
    isDynamic(text) ? compileHeaderTemplate(text, options) : literalHeader(text);
  const { condition, recordSkipped, payload, template, url, headers } = webhook;
  return {
    filter: condition === null ? NO_FILTER : compileFilter({ condition, recordSkipped }, options),
    templates: {
      body: payload === 'template' && template !== null ? parseExpression(template, options) : null,
      url: isDynamic(url)
        ? compileUrlTemplate(url, { ...options, dynamicHosts: network.dynamicHosts })
        : null,
      headers: headers.some(({ value }) => isDynamic(value))
        ? headers.map(({ key, value, secret }) => ({
            key,
            value: withoutQuote({ key, secret }, () => compileHeader(value)),
            secret,
          }))
        : null,
    },
  };
}

const NO_FILTER: Filter = { condition: null, clauses: [] };

/**
 * Conditions are compiled, because this thread evaluates them. Templates are only parsed; workers
 * compile them.
 */
function compileFilter(
  { condition: source, recordSkipped }: { condition: string; recordSkipped: boolean },
  options: ExpressionOptions,
): Filter {
  // First, because `compileExpression` takes the parsed tree that both need.
  const sources = recordSkipped ? splitClauses(source) : [];
  const condition = compileExpression(source, options);
  const clauses =
    sources.length === 1 ? [condition] : sources.map((it) => compileExpression(it, options));
  return { condition, clauses };
}

/** Hides the error of a secret header, because it would quote the secret. */
function withoutQuote<T>({ key, secret }: { key: string; secret: boolean }, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw secret
      ? new Error(`The value of the secret header ${key} is invalid JSONata. Enter it again`)
      : error;
  }
}

function isDynamic(text: string): boolean {
  return text.includes('{{');
}

/** True if an attempt or a body needs evaluation. */
export function isEvaluated({ body, url, headers }: Templates): boolean {
  return body !== null || url !== null || headers !== null;
}
