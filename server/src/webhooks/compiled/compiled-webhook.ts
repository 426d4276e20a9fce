import { createHash } from 'node:crypto';

import { compileForm, compileMapping, compileQuery, type Renderer } from '../../mapping/compile';
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
import { capturedPathsOf, fieldnamesOf, fieldUsageOf, type FieldUsage } from './field-usage';
import { resolveSecrets, type ResolvedSecrets } from './resolved-secrets';
import type { StoredWebhook } from '../stored/stored-webhook';

/** A webhook as the pipeline uses it: read once, with what its rules compile to. */
export interface CompiledWebhook extends Omit<StoredWebhook, 'headers'>, ResolvedSecrets {
  fields: FieldUsage;
  /** What a delivery to it holds of a document: see `CapturedPaths`. */
  capturedPaths: string;
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
  /** The host of its URL, as hosts are compared; null where `{{ }}` stands in it. */
  host: string | null;
  /** What its expressions may read of the environment: of variables that are tied to hosts, those for its own. */
  environment: Required<EnvironmentAccess>;
}

export interface CompileOptions {
  longestTimeoutMs?: number;
  /** Its secrets, where it has some. */
  secrets?: ResolvedSecrets;
  /** Defaults to the process's environment. */
  readEnvironment?: ReadEnvironment;
  /** Of the content types that it watches. */
  typesOf?: TypesOf | undefined;
}

/** Paused, or without its secrets, it holds what is due. */
export function maySend({ state, secretsProblem }: CompiledWebhook): boolean {
  return state === 'enabled' && secretsProblem === null;
}

/** Throws where a rule does not compile. A timeout stored before `relay.leaseMs` was lowered is cut. */
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
  const names = fieldUsageOf(webhook, { filter, templates });
  return {
    ...webhook,
    timeoutMs: Math.min(webhook.timeoutMs, longestTimeoutMs),
    fields: names,
    capturedPaths: capturedPathsOf(webhook, names, destinationOf(webhook)),
    filter,
    templates,
    maxPayloadBytes: options.delivery.maxPayloadBytes,
    maxSnapshotBytes: options.delivery.maxSnapshotBytes,
    renderFields: fieldsRenderer(webhook),
    host,
    environment,
    ordered: webhook.ordering === 'document' && webhook.coalesceScope === 'document',
    leavesAtBirth:
      webhook.coalesceSeconds === 0 &&
      webhook.coalesceScope === 'document' &&
      webhook.rateLimit === null &&
      !isEvaluated(templates) &&
      !fieldnamesOf(webhook).includes('$sequence'),
  };
}

/** The same text as long as requests lead to the same place, in the name of the same account. */
function destinationOf({ url, method, headers, headersVersion }: Destined): string {
  const named = headers.map(({ key, value, secret }) => [key, secret ? null : value]);
  const destination = JSON.stringify([url, method, named, headersVersion]);
  return createHash('sha256').update(destination).digest('base64url').slice(0, 16);
}

type Destined = Pick<StoredWebhook, 'url' | 'method'> &
  Pick<ResolvedSecrets, 'headers' | 'headersVersion'>;

function fieldsRenderer({ method, format, formArrays, mapping }: StoredWebhook): Renderer {
  // `GET` has no body: its mapped fields go into the query string.
  if (method === 'GET') return compileQuery(mapping, formArrays);
  return format === 'form' ? compileForm(mapping, formArrays) : compileMapping(mapping);
}
