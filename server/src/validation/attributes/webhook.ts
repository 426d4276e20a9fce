import { z } from 'zod';

import {
  DEFAULT_CONCURRENCY,
  LEASE_MARGIN_MS,
  retryDelaysSchema,
  timeoutMsSchema,
  type PluginConfig,
} from '../../config';
import { CUSTOM_EVENT_RULE, isCustomEvent } from '../../contracts/events';
import {
  COALESCE_SCOPES,
  CONDITION_MODES,
  DOCUMENT_EVENTS,
  FORM_ARRAYS,
  FORMATS,
  HTTP_METHODS,
  ORDERINGS,
  PAYLOADS,
  SIGNINGS,
  WEBHOOK_STATES,
} from '../../contracts/webhook-choices';
import { LONGEST_NAME } from '../../contracts/webhook-limits';
import type { WebhookAttributes } from '../../contracts/webhook';
import { createAddressRules } from '../../network/address-rules';
import { createCompilers, expressionSchema } from './expressions';
import { headersSchema } from './headers';
import { list } from './list';
import { mappingSchema } from './mapping';
import type { Violation } from '../parse-with';
import { retryOnSchema } from './retry-on';
import type { Catalogue } from '../references/catalogue';
import { checkSubscription, type Subscription } from './subscription';
import { text } from './text';
import { urlSchema } from './url';
import { watchedFieldsSchema } from './watched-fields';

const requiredName = 'A name is required';

const eventName = z.string().refine(isEvent, {
  error: `Unknown event. Available: ${DOCUMENT_EVENTS.join(', ')}. ${CUSTOM_EVENT_RULE}`,
});

/**
 * The schema for all write paths: `strapi.documents` and the admin API. The path of a violation
 * names the attribute. The defaults are documented in docs/configuration.md.
 */
export function webhookAttributesSchema(config: PluginConfig, catalogue: Catalogue) {
  const { delivery, relay } = config;
  const compilers = createCompilers(config);
  const longestTimeoutMs = relay.leaseMs - LEASE_MARGIN_MS;
  const shape = {
    name: text(LONGEST_NAME, requiredName).trim().min(1, requiredName),
    description: text(10_000).nullish().transform(orNull),
    state: z.enum(WEBHOOK_STATES).default('enabled'),
    contentTypes: list(text(255), {
      most: 500,
      missing: 'Select at least one content type',
      required: true,
    }).transform(unique),
    events: list(eventName, {
      most: 200,
      missing: 'Select at least one event',
      required: true,
    }).transform(unique),
    locales: defaulted(list(text(64).trim().min(1), { most: 500 }).transform(unique), []),
    watchedFields: watchedFieldsSchema,
    condition: expressionSchema(compilers.expression),
    conditionMode: defaulted(z.enum(CONDITION_MODES), 'matches'),
    method: z.enum(HTTP_METHODS).default('POST'),
    url: urlSchema(compilers.url, createAddressRules(config.network)),
    headers: headersSchema(compilers.header),
    payload: z.enum(PAYLOADS).default('fields'),
    mapping: mappingSchema,
    template: expressionSchema(compilers.expression),
    format: defaulted(z.enum(FORMATS), 'json'),
    formArrays: defaulted(z.enum(FORM_ARRAYS), 'indices'),
    timeoutMs: defaulted(
      timeoutMsSchema.max(
        longestTimeoutMs,
        `The timeout is too long: at most ${String(longestTimeoutMs)} ms. A developer can raise relay.leaseMs`,
      ),
      delivery.timeoutMs,
    ),
    retryDelays: defaulted(retryDelaysSchema, delivery.retryDelays),
    retryOn: defaulted(retryOnSchema, 'all'),
    concurrency: defaulted(wholeNumber(1, 1_000), DEFAULT_CONCURRENCY),
    rateLimit: defaulted(wholeNumber(1, 10_000).nullable(), null),
    ordering: defaulted(z.enum(ORDERINGS), 'document'),
    supersede: defaulted(z.boolean(), false),
    coalesceSeconds: defaulted(wholeNumber(0, 86_400), 0),
    coalesceScope: defaulted(z.enum(COALESCE_SCOPES), 'document'),
    signing: defaulted(z.enum(SIGNINGS), 'none'),
    signingSecret: text(1_000, 'The secret must be a string. To generate one, omit it')
      .trim()
      .optional(),
    recordSkipped: defaulted(z.boolean(), false),
  } satisfies { [Name in keyof WebhookAttributes]: z.ZodType<WebhookAttributes[Name]> } & {
    signingSecret: z.ZodType;
  };
  return {
    shape,
    /** Checks valid attributes against each other. */
    checkTogether(webhook: Subscription): Violation[] {
      const violations: Violation[] = [];
      checkSubscription(webhook, { catalogue, compilers }, (path, message) => {
        violations.push({ path: path.map(String), message });
      });
      return violations;
    },
  };
}

/** A default for undefined and for null, which Strapi stores for a missing value. */
function defaulted<T extends z.ZodType>(schema: T, value: z.output<T>) {
  return schema.nullish().transform((given): z.output<T> => given ?? value);
}

function wholeNumber(least: number, most: number) {
  const message = `Use a whole number from ${String(least)} to ${String(most)}`;
  return z.int(message).min(least, message).max(most, message);
}

function orNull(value: string | null | undefined): string | null {
  return value ?? null;
}

function isEvent(name: string): boolean {
  return isCustomEvent(name) || DOCUMENT_EVENTS.some((event) => event === name);
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
