import type { PluginConfig } from '../config';
import { compileExpression, type Expression } from '../expressions/expression';
import { clausesOf } from '../expressions/clauses';
import {
  compileHeaderTemplate,
  plainText,
  type TextTemplate,
} from '../expressions/header-template';
import { mergePaths, type Named } from '../expressions/named-paths';
import { compileUrlTemplate } from '../expressions/url-template';
import { compileMapping, compileQuery, type Renderer } from '../mapping/compile';
import { isContextPath, pathBefore } from '../mapping/context-fields';
import { NO_SECRETS } from '../secrets/reveal';
import { mergeTrees, treeOf, type PathTree } from '../schema/path-tree';
import { secretsInForce, type SecretsInForce } from './secrets-in-force';
import type { StoredWebhook } from './webhook-entry';

/** What a webhook lets through. */
export interface Filter {
  condition: Expression | null;
  /** The parts of the condition that must all be true: to tell which was not. */
  clauses: Expression[];
}

/** What is evaluated for each attempt or body; null where the text holds no `{{ }}`, or there is none. */
export interface Templates {
  body: Expression | null;
  url: TextTemplate | null;
  headers: { key: string; value: TextTemplate; secret: boolean }[] | null;
}

/** What of a document's change the webhook names. */
export interface Names {
  /** Of the document; `whole` at the root for all of it. */
  doc: PathTree;
  /** Of the document before the write; null where nobody reads it. */
  previous: PathTree | null;
  /** Whether it asks which fields changed. */
  changed: boolean;
  /** Paths of which one must change; null for any. */
  watched: PathTree | null;
  /** Environment variables. */
  env: ReadonlySet<string>;
}

/** A webhook as the pipeline uses it: read once, with what its rules compile to. */
export interface WebhookInForce extends Omit<StoredWebhook, 'headers'>, SecretsInForce {
  names: Names;
  filter: Filter;
  templates: Templates;
  renderFields: Renderer;
  /** Of `delivery.maxPayloadBytes`. */
  maxPayloadBytes: number;
  /** Of `delivery.maxSnapshotBytes`. */
  maxSnapshotBytes: number;
  /** Whether one document's deliveries leave one at a time; a call for many documents has no such order. */
  ordered: boolean;
  /** Whether a delivery can be rendered, and leave, before it is stored and its sequence known. */
  leavesAtBirth: boolean;
}

export interface Circumstances {
  longestTimeoutMs?: number;
  /** Its secrets, where it has some. */
  secrets?: SecretsInForce;
}

export type RuleOptions = Pick<PluginConfig, 'expressions' | 'network' | 'delivery'>;

/** Paused, or without its secrets, it holds what is due. */
export function maySend({ state, secretsProblem }: WebhookInForce): boolean {
  return state === 'enabled' && secretsProblem === null;
}

/** Throws where a rule does not compile. A timeout stored before `relay.leaseMs` was lowered is cut. */
export function inForce(
  stored: StoredWebhook,
  options: RuleOptions,
  { longestTimeoutMs = Infinity, secrets = secretsInForce(stored, NO_SECRETS) }: Circumstances = {},
): WebhookInForce {
  const webhook = { ...stored, ...secrets };
  const { filter, templates } = compileRules(webhook, options);
  // `GET` has no body: its mapped fields go into the query string.
  const asQuery = webhook.method === 'GET' || webhook.format === 'form';
  return {
    ...webhook,
    timeoutMs: Math.min(webhook.timeoutMs, longestTimeoutMs),
    names: namesOf(webhook, { filter, templates }),
    filter,
    templates,
    maxPayloadBytes: options.delivery.maxPayloadBytes,
    maxSnapshotBytes: options.delivery.maxSnapshotBytes,
    renderFields: (asQuery ? compileQuery : compileMapping)(webhook.mapping),
    ordered: webhook.ordering === 'document' && webhook.coalesceScope === 'document',
    leavesAtBirth:
      webhook.coalesceSeconds === 0 &&
      webhook.coalesceScope === 'document' &&
      webhook.rateLimit === null &&
      !isEvaluated(templates) &&
      !fieldnamesOf(webhook).includes('$sequence'),
  };
}

type Keyed = Omit<StoredWebhook, 'headers'> & SecretsInForce;

interface Rules {
  filter: Filter;
  templates: Templates;
}

function compileRules(webhook: Keyed, { expressions, network }: RuleOptions): Rules {
  const options = { timeoutMs: expressions.timeoutMs, env: { allowed: expressions.env } };
  const compile = (source: string) => compileExpression(source, options);
  const headerOf = (text: string) =>
    isDynamic(text) ? compileHeaderTemplate(text, options) : plainText(text);
  const { condition, recordSkipped, payload, template, url, headers } = webhook;
  return {
    filter: {
      condition: condition === null ? null : compile(condition),
      clauses: condition === null || !recordSkipped ? [] : clausesOf(condition).map(compile),
    },
    templates: {
      body: payload === 'template' && template !== null ? compile(template) : null,
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

function isEvaluated({ body, url, headers }: Templates): boolean {
  return body !== null || url !== null || headers !== null;
}

function namesOf(webhook: StoredWebhook, { filter, templates }: Rules): Names {
  const { conditionMode, watchedFields } = webhook;
  const fieldnames = fieldnamesOf(webhook);
  const condition = filter.condition?.paths;
  const named = mergePaths(
    [
      condition,
      templates.body?.paths,
      templates.url?.paths,
      ...(templates.headers ?? []).map(({ value }) => value.paths),
    ].filter((paths): paths is Named => paths !== undefined),
  );
  const mappedBefore = fieldnames.map(pathBefore).filter((path) => path !== null);
  const becomesTrue = condition !== undefined && conditionMode === 'becomes-true';
  const readsBefore = becomesTrue || mappedBefore.length > 0 || named.uses.has('previous');
  const mapped = fieldnames.filter((it) => !isContextPath(it));
  return {
    doc: mergeTrees([treeOf(mapped.map(partsOf)), named.doc]),
    previous: readsBefore
      ? mergeTrees([
          treeOf(mappedBefore.map(partsOf)),
          named.previous,
          ...(becomesTrue ? [condition.doc] : []),
        ])
      : null,
    changed: fieldnames.includes('$changed') || named.uses.has('changed'),
    watched: watchedFields.length > 0 ? treeOf(watchedFields.map(partsOf)) : null,
    env: named.env,
  };
}

function fieldnamesOf({ payload, mapping }: StoredWebhook): string[] {
  return payload === 'fields' ? mapping.map((row) => row.fieldname) : [];
}

function partsOf(path: string): string[] {
  return path.split('.');
}
