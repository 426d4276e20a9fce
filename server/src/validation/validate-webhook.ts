import type { z } from 'zod';

import type { PluginConfig } from '../config';
import type { WebhookAttributes } from '../contracts/webhook';
import { withinCompileBudget } from '../expressions/jsonata/compile-budget';
import { BOOKKEEPING } from '../schema/bookkeeping';
import { nestingProblem } from './nesting';
import { check, throwIfAny, type Violation } from './parse-with';
import { findUnstorable } from './storable';
import type { Subscription } from './attributes/subscription';
import type { Catalogue } from './references/catalogue';
import { webhookAttributesSchema } from './attributes/webhook';

/**
 * Checks all attributes of a webhook and throws a `ValidationError`. On an update, `changed` lists
 * the given attributes. Stored attributes that became invalid (a removed content type) do not block
 * an unrelated update, such as disabling the webhook.
 */
export type ValidateWebhook = (input: object, changed?: string[]) => ValidAttributes;

/** Like `ValidateWebhook`, but returns the violations. `valid` holds the valid attributes. */
export type CheckWebhook = (input: object, changed?: string[]) => CheckedWebhook;

export interface CheckedWebhook {
  valid: ValidAttributes;
  violations: Violation[];
}

export type ValidAttributes = {
  [Name in keyof WebhookAttributes]?: WebhookAttributes[Name] | undefined;
} & {
  /** Stored separately, never with the webhook. */
  signingSecret?: string | undefined;
};

/**
 * Attributes that are checked against each other. A URL or a header is too if it contains an
 * expression.
 */
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

/** Attributes that Strapi or the plugin sets. The API ignores them in requests. */
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

/**
 * Creates a function that throws a `ValidationError`; `details.errors[].path` names each invalid
 * attribute.
 */
export function createValidateWebhook(config: PluginConfig, catalogue: Catalogue): ValidateWebhook {
  return asThrowing(createCheckWebhook(config, catalogue));
}

export function asThrowing(checkWebhook: CheckWebhook): ValidateWebhook {
  return (input, changed) => {
    const { valid, violations } = checkWebhook(input, changed);
    throwIfAny(violations);
    return valid;
  };
}

/**
 * Checks each attribute separately to find all violations at once, then the valid ones against each
 * other.
 */
export function createCheckWebhook(config: PluginConfig, catalogue: Catalogue): CheckWebhook {
  const { shape, checkTogether } = webhookAttributesSchema(config, catalogue);
  const checkAll: CheckWebhook = (given, changed) => {
    const { input, violations: tooDeep } = withoutTooDeep(given);
    const unknown = Object.keys(input).filter(
      (name) => !READ_ONLY.has(name) && !Object.hasOwn(shape, name),
    );
    const separate =
      changed !== undefined && !changed.some((name) => isCheckedTogether(name, input));
    const names = Object.keys(shape).filter((name) => !separate || changed.includes(name));
    const { valid, violations } = checkEach(shape, input, names);
    return {
      valid,
      violations: [
        ...tooDeep,
        ...unknown.map((name) => ({
          path: [name],
          message: `"${name}" is not an attribute of a webhook`,
        })),
        ...violations,
        ...(separate ? [] : checkTogether(combinable(input, valid))),
        ...findUnstorable(valid),
      ],
    };
  };
  return (input, changed) => withinCompileBudget(() => checkAll(input, changed));
}

/** Drops attributes that are nested too deeply for the recursive checks that follow. */
function withoutTooDeep(given: object): {
  input: Record<string, unknown>;
  violations: Violation[];
} {
  const input = given as Record<string, unknown>;
  const violations = Object.keys(input).flatMap((name) => {
    const value = input[name];
    const message = typeof value === 'object' ? nestingProblem(value) : null;
    return message === null ? [] : [{ path: [name], message }];
  });
  if (violations.length === 0) return { input, violations };
  const names = new Set(violations.map(({ path: [name] }) => name));
  const rest = Object.entries(input).filter(([name]) => !names.has(name));
  return { input: Object.fromEntries(rest), violations };
}

/** Placeholders for invalid attributes; they reference nothing. */
const PLACEHOLDERS = {
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

/** Adds the valid strings of an invalid event list: a custom event allows unknown fields. */
function combinable(input: object, valid: ValidAttributes): Subscription {
  const { events } = input as { events?: unknown };
  const named = Array.isArray(events) ? events.filter((it) => typeof it === 'string') : [];
  return { ...PLACEHOLDERS, events: named, ...valid } as Subscription;
}

function checkEach(
  shape: Record<string, z.ZodType>,
  input: Record<string, unknown>,
  names: string[],
): CheckedWebhook {
  const checked = names.map((name) => {
    const { data, violations } = check(shape[name] as z.ZodType, input[name]);
    const prefixed = violations.map(({ path, message }) => ({ path: [name, ...path], message }));
    return { name, data, violations: prefixed };
  });
  const validOnes = checked.filter(
    ({ data, violations }) => violations.length === 0 && data !== undefined,
  );
  return {
    valid: Object.fromEntries(validOnes.map(({ name, data }) => [name, data])),
    violations: checked.flatMap(({ violations }) => violations),
  };
}

function isCheckedTogether(name: string, input: object): boolean {
  if (TOGETHER.has(name)) return true;
  // A variable can be restricted to the host of the old URL.
  if (name === 'url' && JSON.stringify(input).includes('$env')) return true;
  const value = JSON.stringify((input as Record<string, unknown>)[name]) as string | undefined;
  return (name === 'url' || name === 'headers') && value?.includes('{{') === true;
}
