import type { DeliveryDefaults } from '../../../../../server/src/contracts/content-types';
import type {
  CoalesceScope,
  ConditionMode,
  Format,
  HttpMethod,
  Ordering,
  Payload,
  Webhook,
  WebhookInput,
  WebhookState,
} from '../../../../../server/src/contracts/webhooks';
import { formatRetryDelays, parseRetryDelays } from './retry-delays';

/** `rowId` only tells rows apart while they move: it is never sent. */
export interface HeaderRow {
  rowId: string;
  key: string;
  /** Empty where a stored secret stays. */
  value: string;
  secret: boolean;
}

/** An empty `key` means the fieldname. */
export interface MappingRow {
  rowId: string;
  fieldname: string;
  key: string;
}

/** One of the fields of which one must have changed. */
export interface WatchedRow {
  rowId: string;
  path: string;
}

/** The form's state: what is typed, so numbers may be missing and lists may be half written. */
export interface WebhookValues {
  name: string;
  description: string;
  state: WebhookState;
  contentTypes: string[];
  events: string[];
  locales: string[];
  watchedFields: WatchedRow[];
  condition: string;
  conditionMode: ConditionMode;
  recordSkipped: boolean;
  method: HttpMethod;
  url: string;
  headers: HeaderRow[];
  payload: Payload;
  mapping: MappingRow[];
  template: string;
  format: Format;
  timeoutMs: number | null;
  retryDelays: string;
  concurrency: number | null;
  /** None is no limit. */
  rateLimit: number | null;
  ordering: Ordering;
  coalesceSeconds: number | null;
  coalesceScope: CoalesceScope;
}

/** The attributes that are one number each. */
export type NumberName = 'timeoutMs' | 'concurrency' | 'rateLimit' | 'coalesceSeconds';

/** A webhook that says nothing yet, with the defaults of the plugin's configuration. */
export const newWebhook = (defaults: DeliveryDefaults): WebhookValues => ({
  name: '',
  description: '',
  state: 'enabled',
  contentTypes: [],
  events: [],
  locales: [],
  watchedFields: [],
  condition: '',
  conditionMode: 'matches',
  recordSkipped: false,
  method: 'POST',
  url: '',
  headers: [],
  payload: 'fields',
  mapping: [],
  template: '',
  format: 'json',
  timeoutMs: defaults.timeoutMs,
  retryDelays: formatRetryDelays(defaults.retryDelays),
  concurrency: defaults.concurrency,
  rateLimit: null,
  ordering: 'document',
  coalesceSeconds: 0,
  coalesceScope: 'document',
});

export function toValues(webhook: Webhook): WebhookValues {
  return {
    name: webhook.name,
    description: webhook.description ?? '',
    state: webhook.state,
    contentTypes: webhook.contentTypes,
    events: webhook.events,
    locales: webhook.locales,
    watchedFields: webhook.watchedFields.map((path, i) => ({ rowId: `stored-${i}`, path })),
    condition: webhook.condition ?? '',
    conditionMode: webhook.conditionMode,
    recordSkipped: webhook.recordSkipped,
    method: webhook.method,
    url: webhook.url,
    headers: webhook.headers.map(({ key, value, secret }, i) => ({
      rowId: `stored-${i}`,
      key,
      value: value ?? '',
      secret,
    })),
    payload: webhook.payload,
    mapping: webhook.mapping.map(({ fieldname, key }, i) => ({
      rowId: `stored-${i}`,
      fieldname,
      key: key === fieldname ? '' : key,
    })),
    template: webhook.template ?? '',
    format: webhook.format,
    timeoutMs: webhook.timeoutMs,
    retryDelays: formatRetryDelays(webhook.retryDelays),
    concurrency: webhook.concurrency,
    rateLimit: webhook.rateLimit,
    ordering: webhook.ordering,
    coalesceSeconds: webhook.coalesceSeconds,
    coalesceScope: webhook.coalesceScope,
  };
}

export function toInput(values: WebhookValues): WebhookInput {
  const { timeoutMs, concurrency, coalesceSeconds, retryDelays, ...others } = values;
  const { headers, mapping, watchedFields, ...rest } = others;
  return {
    ...rest,
    description: values.description || null,
    watchedFields: watchedFields.map(({ path }) => path),
    condition: values.condition.trim() || null,
    template: values.template.trim() || null,
    headers: headers.map(({ key, value, secret }) => ({
      key,
      value: secret && value === '' ? null : value,
      secret,
    })),
    mapping: mapping.map(({ fieldname, key }) => ({ fieldname, key: key || null })),
    retryDelays: parseRetryDelays(retryDelays) ?? [],
    ...(timeoutMs !== null && { timeoutMs }),
    ...(concurrency !== null && { concurrency }),
    ...(coalesceSeconds !== null && { coalesceSeconds }),
  };
}

/** A row added and left empty means nothing: it goes before saving, so that row numbers agree. */
export function withoutEmptyRows(values: WebhookValues): WebhookValues {
  return {
    ...values,
    headers: values.headers.filter((row) => !isEmptyRow(row)),
    mapping: values.mapping.filter((row) => !isEmptyRow(row)),
    watchedFields: values.watchedFields.filter((row) => !isEmptyRow(row)),
  };
}

/** Whether a row says nothing yet. */
export function isEmptyRow({ rowId, ...typed }: HeaderRow | MappingRow | WatchedRow): boolean {
  return Object.values(typed).every(
    (part: string | boolean) => typeof part === 'boolean' || part.trim() === '',
  );
}
