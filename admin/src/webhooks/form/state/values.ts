import type { DeliveryDefaults } from '../../../../../server/src/contracts/content-types';
import type {
  CoalesceScope,
  ConditionMode,
  FormArrays,
  Format,
  HttpMethod,
  Ordering,
  Payload,
  Signing,
  WebhookState,
} from '../../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../../server/src/contracts/webhook';
import type { WebhookInput } from '../../../../../server/src/contracts/webhooks';
import type { SecretSource } from '../../signing/secret-source';
import { wholeNumber } from '../inputs/numbers';
import { formatRetryDelays, parseRetryDelays } from '../inputs/retry-delays';
import { formatRetryOn, parseRetryOn } from '../inputs/retry-on';
import { isEmptyRow, type HeaderRowValues, type MappingRowValues, type WatchedRow } from './rows';

/** The form's state: what is typed, so numbers are text and lists may be half written. */
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
  headers: HeaderRowValues[];
  payload: Payload;
  mapping: MappingRowValues[];
  template: string;
  format: Format;
  formArrays: FormArrays;
  timeoutMs: string;
  retryDelays: string;
  retryOn: string;
  concurrency: string;
  /** Empty is no limit. */
  rateLimit: string;
  ordering: Ordering;
  supersede: boolean;
  coalesceSeconds: string;
  coalesceScope: CoalesceScope;
  signing: Signing;
  secretSource: SecretSource;
  /** The pasted secret; a stored one cannot be read. */
  signingSecret: string;
}

/** The attributes that are one number each. */
export type NumberName = 'timeoutMs' | 'concurrency' | 'rateLimit' | 'coalesceSeconds';

/** The attributes that are one of a few, each of which is explained. */
export type ChoiceName =
  | 'state'
  | 'conditionMode'
  | 'payload'
  | 'format'
  | 'formArrays'
  | 'ordering'
  | 'coalesceScope'
  | 'signing';

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
  formArrays: 'indices',
  timeoutMs: String(defaults.timeoutMs),
  retryDelays: formatRetryDelays(defaults.retryDelays),
  retryOn: 'all',
  concurrency: String(defaults.concurrency),
  rateLimit: '',
  ordering: 'document',
  supersede: false,
  coalesceSeconds: '0',
  coalesceScope: 'document',
  signing: 'none',
  secretSource: 'generate',
  signingSecret: '',
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
      storedKey: secret ? key : '',
    })),
    payload: webhook.payload,
    mapping: webhook.mapping.map(({ fieldname, key }, i) => ({
      rowId: `stored-${i}`,
      fieldname,
      key: key === fieldname ? '' : key,
    })),
    template: webhook.template ?? '',
    format: webhook.format,
    formArrays: webhook.formArrays,
    timeoutMs: String(webhook.timeoutMs),
    retryDelays: formatRetryDelays(webhook.retryDelays),
    retryOn: formatRetryOn(webhook.retryOn),
    concurrency: String(webhook.concurrency),
    rateLimit: webhook.rateLimit === null ? '' : String(webhook.rateLimit),
    ordering: webhook.ordering,
    supersede: webhook.supersede,
    coalesceSeconds: String(webhook.coalesceSeconds),
    coalesceScope: webhook.coalesceScope,
    signing: webhook.signing,
    secretSource: webhook.signingKeys.length > 0 ? 'keep' : 'generate',
    signingSecret: '',
  };
}

export function toInput(values: WebhookValues): WebhookInput {
  const { timeoutMs, concurrency, rateLimit, coalesceSeconds, retryDelays, retryOn, ...others } =
    values;
  const { headers, mapping, watchedFields, secretSource, signingSecret, ...rest } = others;
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
    retryOn: parseRetryOn(retryOn),
    retryDelays: readOrTyped(parseRetryDelays(retryDelays), retryDelays),
    timeoutMs: readOrTyped(wholeNumber(timeoutMs), timeoutMs),
    concurrency: readOrTyped(wholeNumber(concurrency), concurrency),
    rateLimit: rateLimit.trim() === '' ? null : readOrTyped(wholeNumber(rateLimit), rateLimit),
    coalesceSeconds: readOrTyped(wholeNumber(coalesceSeconds), coalesceSeconds),
    ...signingSecretOf(values),
  };
}

/** Invalid input is sent as typed: the server reports it with all other errors. */
function readOrTyped<Value>(read: Value | null, typed: string): Value {
  return read ?? (typed as unknown as Value);
}

/** A state that was not changed stays out: the system may have set another since it was read. */
export function toUpdate(values: WebhookValues, shown: WebhookState): WebhookInput {
  const { state, ...others } = toInput(values);
  return values.state === shown ? others : { ...others, state: values.state };
}

/** If it is omitted, the server keeps the stored secret. */
function signingSecretOf(values: WebhookValues): Pick<WebhookInput, 'signingSecret'> {
  const { signing, secretSource, signingSecret } = values;
  if (signing === 'none' || secretSource === 'keep') return {};
  return { signingSecret: secretSource === 'paste' ? signingSecret.trim() : 'generate' };
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
