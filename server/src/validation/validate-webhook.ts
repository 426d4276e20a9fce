import { z } from 'zod';

import type { PluginConfig } from '../config';
import type { WebhookAttributes } from '../contracts/webhook';
import { withinCompileBudget } from '../expressions/compile-budget';
import { BOOKKEEPING } from '../schema/bookkeeping';
import { parseWith, validationError } from './parse-with';
import { unstorableIn } from './storable';
import type { Catalogue } from './subscription';
import { webhookSchema } from './webhook';

/**
 * Checks all attributes of a webhook. On an update `changed` names those that are given: what was
 * stored before and has gone stale since (a content type that no longer exists) does not keep anybody
 * from disabling the webhook.
 */
export type ValidateWebhook = (input: object, changed?: string[]) => ValidAttributes;

export type ValidAttributes = {
  [Name in keyof WebhookAttributes]?: WebhookAttributes[Name] | undefined;
} & {
  /** Never stored with the webhook. */
  signingSecret?: string | undefined;
};

/** Attributes that are checked against each other; and a URL or a header, where it names a field. */
const TOGETHER = new Set([
  'contentTypes',
  'events',
  'watchedFields',
  'condition',
  'method',
  'payload',
  'mapping',
  'template',
]);

/** What Strapi or the system writes; a client may send it back, and it is ignored. */
const READ_ONLY = new Set([
  ...BOOKKEEPING,
  'origin',
  'stateReason',
  'health',
  'problems',
  'signingKeys',
  'secretsProblem',
  'ruleProblem',
]);

/** Throws a `ValidationError` whose `details.errors[].path` names each attribute at fault. */
export function createValidateWebhook(config: PluginConfig, catalogue: Catalogue): ValidateWebhook {
  const schema = webhookSchema(config, catalogue);
  const parse = parseWith(schema);
  const parseApart = parseWith(z.object(schema.shape).partial());
  return (input, changed) => {
    const unknown = Object.keys(input).filter(
      (name) => !READ_ONLY.has(name) && !Object.hasOwn(schema.shape, name),
    );
    if (unknown.length > 0) {
      throw validationError(
        unknown.map((name) => ({ path: [name], message: 'A webhook has no such attribute' })),
      );
    }
    const apart = changed !== undefined && !changed.some((name) => isCheckedTogether(name, input));
    const valid = withinCompileBudget(() =>
      apart ? parseApart(only(input, changed)) : parse(input),
    );
    const unstorable = unstorableIn(valid);
    if (unstorable.length > 0) throw validationError(unstorable);
    return valid;
  };
}

function isCheckedTogether(name: string, input: object): boolean {
  if (TOGETHER.has(name)) return true;
  const value = JSON.stringify((input as Record<string, unknown>)[name]) as string | undefined;
  return (name === 'url' || name === 'headers') && value?.includes('{{') === true;
}

function only(input: object, names: string[]): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name)));
}
