import { createHash } from 'node:crypto';

import { compileForm, compileMapping, compileQuery, type Renderer } from '../../mapping/compile';
import type { References } from '../../expressions/analysis/path-set';
import { withinCompileBudget } from '../../expressions/jsonata/compile-budget';
import { environmentNamesFor } from '../../expressions/environment-access';
import type { EnvironmentAccess, ReadEnvironment } from '../../expressions/jsonata/functions';
import type { TypesOf } from '../../schema/value-types';
import { NO_SECRETS } from '../../secrets/reveal';
import {
  compileRules,
  isEvaluated,
  type Filter,
  type RuleOptions,
  type Templates,
} from './compile-rules';
import { fixedHost } from '../../validation/attributes/url';
import { listCapturedPaths, listFieldNames, findFieldUsage, type FieldUsage } from './field-usage';
import { resolveSecrets, type ResolvedSecrets } from './resolved-secrets';
import type { StoredWebhook } from '../stored/stored-webhook';

/** A webhook as the pipeline uses it, with compiled rules and decrypted secrets. */
export interface CompiledWebhook extends Omit<StoredWebhook, 'headers'>, ResolvedSecrets {
  fields: FieldUsage;
  /** The document paths that its deliveries contain: see `CapturedPaths`. */
  capturedPaths: string;
  filter: Filter;
  templates: Templates;
  renderFields: Renderer;
  /** The setting `delivery.maxPayloadBytes`. */
  maxPayloadBytes: number;
  /** The setting `delivery.maxSnapshotBytes`. */
  maxSnapshotBytes: number;
  /**
   * True if the deliveries of one document are sent one at a time. A shared delivery for many
   * documents has no order.
   */
  ordered: boolean;
  /** True if a delivery can be rendered and sent before it is stored and its sequence is known. */
  directDispatch: boolean;
  /** The normalized host of the URL; null if it contains `{{ }}`. */
  host: string | null;
  /**
   * The environment variables that its expressions can read, including those restricted to its
   * host.
   */
  environment: Required<EnvironmentAccess>;
  /** The environment variables that its expressions read. The log masks their values, no others. */
  variables: readonly string[];
}

export interface CompileOptions {
  longestTimeoutMs?: number;
  /** Its decrypted secrets, if it has any. */
  secrets?: ResolvedSecrets;
  /** Default: the environment of the process. */
  readEnvironment?: ReadEnvironment;
  /** The types of the watched content types. */
  typesOf?: TypesOf | undefined;
}

/**
 * True if the relay can send. A paused webhook, or one without its secrets, keeps its deliveries on
 * hold.
 */
export function maySend({ state, secretsProblem }: CompiledWebhook): boolean {
  return state === 'enabled' && secretsProblem === null;
}

/**
 * Throws an `ExpressionError` if a rule does not compile. Limits a timeout that was stored before
 * `relay.leaseMs` was lowered.
 */
export function compileWebhook(
  stored: StoredWebhook,
  options: RuleOptions,
  {
    longestTimeoutMs = Infinity,
    secrets = resolveSecrets(stored, NO_SECRETS),
    readEnvironment = (name) => process.env[name],
    typesOf,
  }: CompileOptions = {},
): CompiledWebhook {
  const webhook = { ...stored, ...secrets };
  const host = fixedHost(webhook.url);
  const allowed = environmentNamesFor(options.expressions.env, host);
  const environment = { allowed, read: readEnvironment };
  const { filter, templates } = withinCompileBudget(() =>
    compileRules(webhook, { ...options, environment, typesOf }),
  );
  const fields = findFieldUsage(webhook, { filter, templates });
  return {
    ...webhook,
    timeoutMs: Math.min(webhook.timeoutMs, longestTimeoutMs),
    fields,
    capturedPaths: listCapturedPaths(webhook, fields, destinationHash(webhook)),
    filter,
    templates,
    maxPayloadBytes: options.delivery.maxPayloadBytes,
    maxSnapshotBytes: options.delivery.maxSnapshotBytes,
    renderFields: fieldsRenderer(webhook),
    host,
    environment,
    variables: variablesIn(fields, environment),
    ordered: webhook.ordering === 'document' && webhook.coalesceScope === 'document',
    directDispatch:
      webhook.coalesceSeconds === 0 &&
      webhook.coalesceScope === 'document' &&
      webhook.rateLimit === null &&
      !isEvaluated(templates) &&
      !listFieldNames(webhook).includes('$sequence'),
  };
}

/** Names of the environment variables that expressions read. All allowed ones if a name is computed. */
export function variablesIn(
  { env, computesEnv }: Pick<References, 'env' | 'computesEnv'>,
  { allowed }: Pick<Required<EnvironmentAccess>, 'allowed'>,
): readonly string[] {
  return allowed.filter((name) => computesEnv || env.has(name));
}

/** A hash that changes when requests go to another place or authenticate as another account. */
export function destinationHash({ url, method, headers, headersVersion }: Destination): string {
  const named = headers.map(({ key, value, secret }) => [key, secret ? null : value]);
  const destination = JSON.stringify([url, method, named, headersVersion]);
  return createHash('sha256').update(destination).digest('base64url').slice(0, 16);
}

type Destination = Pick<StoredWebhook, 'url' | 'method'> &
  Pick<ResolvedSecrets, 'headers' | 'headersVersion'>;

function fieldsRenderer({ method, format, formArrays, mapping }: StoredWebhook): Renderer {
  // `GET` has no body: mapped fields go into the query string.
  if (method === 'GET') return compileQuery(mapping, formArrays);
  return format === 'form' ? compileForm(mapping, formArrays) : compileMapping(mapping);
}
