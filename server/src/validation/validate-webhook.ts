import type { z } from 'zod';

import type { PluginConfig } from '../config';
import type { WebhookAttributes } from '../contracts/webhook';
import { withinCompileBudget } from '../expressions/jsonata/compile-budget';
import { BOOKKEEPING } from '../schema/bookkeeping';
import { nestingProblemOf } from './nesting';
import { check, throwAll, type Violation } from './parse-with';
import { unstorableIn } from './storable';
import type { Catalogue, Subscription } from './attributes/subscription';
import { webhookAttributesSchema } from './attributes/webhook';

/**
 * Checks all attributes of a webhook. On an update `changed` names those that are given: what was
 * stored before and has gone stale since (a content type that no longer exists) does not keep anybody
 * from disabling the webhook.
 */
export type ValidateWebhook = (input: object, changed?: string[]) => ValidAttributes;

/** The same, which gives what is wrong in place of throwing it; `valid` holds what is right. */
export type CheckWebhook = (input: object, changed?: string[]) => CheckedWebhook;

export interface CheckedWebhook {
  valid: ValidAttributes;
  violations: Violation[];
}

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
  return throwing(createCheckWebhook(config, catalogue));
}

export function throwing(checkWebhook: CheckWebhook): ValidateWebhook {
  return (input, changed) => {
    const { valid, violations } = checkWebhook(input, changed);
    throwAll(violations);
    return valid;
  };
}

/**
 * Each attribute is checked by itself, so that all that is wrong is found at once; then, as far as they
 * are valid, attributes against each other.
 */
export function createCheckWebhook(config: PluginConfig, catalogue: Catalogue): CheckWebhook {
  const { shape, checkTogether } = webhookAttributesSchema(config, catalogue);
  const checkAll: CheckWebhook = (given, changed) => {
    const { input, violations: tooDeep } = withoutTooDeep(given);
    const unknown = Object.keys(input).filter(
      (name) => !READ_ONLY.has(name) && !Object.hasOwn(shape, name),
    );
    const apart = changed !== undefined && !changed.some((name) => isCheckedTogether(name, input));
    const names = Object.keys(shape).filter((name) => !apart || changed.includes(name));
    const { valid, violations } = checkEach(shape, input, names);
    return {
      valid,
      violations: [
        ...tooDeep,
        ...unknown.map((name) => ({ path: [name], message: 'A webhook has no such attribute' })),
        ...violations,
        ...(apart ? [] : checkTogether(togetherOf(input, valid))),
        ...unstorableIn(valid),
      ],
    };
  };
  return (input, changed) => withinCompileBudget(() => checkAll(input, changed));
}

/** Leaves out what no recursion comes through, for what is checked next to look at the rest alone. */
function withoutTooDeep(given: object): {
  input: Record<string, unknown>;
  violations: Violation[];
} {
  const input = given as Record<string, unknown>;
  const violations = Object.keys(input).flatMap((name) => {
    const value = input[name];
    const message = typeof value === 'object' ? nestingProblemOf(value) : null;
    return message === null ? [] : [{ path: [name], message }];
  });
  if (violations.length === 0) return { input, violations };
  const names = new Set(violations.map(({ path: [name] }) => name));
  const rest = Object.entries(input).filter(([name]) => !names.has(name));
  return { input: Object.fromEntries(rest), violations };
}

/** In place of what is invalid: names nothing that could be wrong as well. */
const NOTHING = {
  contentTypes: [],
  events: [],
  watchedFields: [],
  condition: null,
  method: 'POST',
  url: '',
  headers: [],
  payload: 'none',
  mapping: [],
  template: null,
} as const;

/** Events that are no valid list are taken as far as they are texts: a custom one allows for more fields. */
function togetherOf(input: object, valid: ValidAttributes): Subscription {
  const { events } = input as { events?: unknown };
  const named = Array.isArray(events) ? events.filter((it) => typeof it === 'string') : [];
  return { ...NOTHING, events: named, ...valid } as Subscription;
}

function checkEach(
  shape: Record<string, z.ZodType>,
  input: Record<string, unknown>,
  names: string[],
): CheckedWebhook {
  const checked = names.map((name) => {
    const { data, violations } = check(shape[name] as z.ZodType, input[name]);
    const under = violations.map(({ path, message }) => ({ path: [name, ...path], message }));
    return { name, data, violations: under };
  });
  const sound = checked.filter(
    ({ data, violations }) => violations.length === 0 && data !== undefined,
  );
  return {
    valid: Object.fromEntries(sound.map(({ name, data }) => [name, data])),
    violations: checked.flatMap(({ violations }) => violations),
  };
}

function isCheckedTogether(name: string, input: object): boolean {
  if (TOGETHER.has(name)) return true;
  // A variable may be for the host of the old URL only.
  if (name === 'url' && JSON.stringify(input).includes('$env')) return true;
  const value = JSON.stringify((input as Record<string, unknown>)[name]) as string | undefined;
  return (name === 'url' || name === 'headers') && value?.includes('{{') === true;
}
