import type {
  CoalesceScope,
  ConditionMode,
  FormArrays,
  Format,
  HttpMethod,
  Ordering,
  Payload,
  RetryOn,
  Signing,
  WebhookOrigin,
  WebhookState,
} from '../../contracts/webhook-choices';
import type { FieldMapping, Header, WebhookAttributes } from '../../contracts/webhook';
import { DEFAULT_CONCURRENCY, type PluginConfig } from '../../config';

interface HeaderRow {
  id?: number;
  key: string;
  value: string | null;
  secret?: boolean | null;
}

/** A webhook row as Strapi's database layer returns it, with components. */
export interface WebhookEntry {
  documentId: string;
  name: string;
  description: string | null;
  state: WebhookState;
  stateReason: string | null;
  contentTypes: string[] | null;
  events: string[] | null;
  locales: string[] | null;
  watchedFields: string[] | null;
  condition: string | null;
  conditionMode: ConditionMode | null;
  method: HttpMethod;
  url: string;
  headers?: (HeaderRow | null)[] | null;
  payload: Payload;
  mapping?: ({ id?: number; fieldname: string; key: string | null } | null)[] | null;
  template: string | null;
  format: Format | null;
  formArrays: FormArrays | null;
  timeoutMs: number | null;
  retryDelays: number[] | null;
  /** Null means "all". */
  retryOn: RetryOn | null;
  concurrency: number | null;
  rateLimit: number | null;
  ordering: Ordering | null;
  supersede: boolean | null;
  coalesceSeconds: number | null;
  coalesceScope: CoalesceScope | null;
  signing: Signing | null;
  recordSkipped: boolean | null;
  origin: WebhookOrigin | null;
  createdAt: string | Date;
  updatedAt: string | Date;
}

export const COMPONENTS = ['headers', 'mapping'] as const;

/** A stored webhook with defaults for unset attributes. */
export interface StoredWebhook extends WebhookAttributes {
  documentId: string;
  origin: WebhookOrigin;
  stateReason: string | null;
  createdAt: string;
  updatedAt: string;
}

export function webhookOf(entry: WebhookEntry, { delivery }: PluginConfig): StoredWebhook {
  return {
    documentId: entry.documentId,
    origin: entry.origin ?? 'admin',
    name: entry.name,
    description: entry.description,
    state: entry.state,
    stateReason: entry.stateReason,
    contentTypes: listOf(entry.contentTypes),
    events: listOf(entry.events),
    locales: entry.locales ?? [],
    watchedFields: entry.watchedFields ?? [],
    condition: entry.condition,
    conditionMode: entry.conditionMode ?? 'matches',
    method: entry.method,
    url: entry.url,
    headers: present(entry.headers).map(toHeader),
    payload: entry.payload,
    mapping: present(entry.mapping).map(toFieldMapping),
    template: entry.template,
    format: entry.format ?? 'json',
    formArrays: entry.formArrays ?? 'indices',
    timeoutMs: entry.timeoutMs ?? delivery.timeoutMs,
    retryDelays: entry.retryDelays ?? delivery.retryDelays,
    retryOn: Array.isArray(entry.retryOn) ? entry.retryOn : 'all',
    concurrency: entry.concurrency ?? DEFAULT_CONCURRENCY,
    rateLimit: entry.rateLimit,
    ordering: entry.ordering ?? 'document',
    supersede: entry.supersede ?? false,
    coalesceSeconds: entry.coalesceSeconds ?? 0,
    coalesceScope: entry.coalesceScope ?? 'document',
    signing: entry.signing ?? 'none',
    recordSkipped: entry.recordSkipped ?? false,
    createdAt: new Date(entry.createdAt).toISOString(),
    updatedAt: new Date(entry.updatedAt).toISOString(),
  };
}

/**
 * Converts attributes to column values. Strapi's JSON columns do not accept a bare string, so "all"
 * is stored as null.
 */
export function columnsOf(attributes: { retryOn?: RetryOn | undefined }): object {
  return attributes.retryOn === 'all' ? { ...attributes, retryOn: null } : attributes;
}

/** A row written past the schema can contain anything. */
function listOf(value: string[] | null): string[] {
  return Array.isArray(value) ? value : [];
}

function present<T>(rows: (T | null)[] | null | undefined): T[] {
  return (rows ?? []).filter((row) => row !== null);
}

function toHeader({ key, value, secret }: HeaderRow): Header {
  return secret ? { key, value: null, secret } : { key, value: value ?? '', secret: false };
}

function toFieldMapping(row: { fieldname: string; key: string | null }): FieldMapping {
  const key = row.key === null || row.key === '' ? row.fieldname : row.key;
  return { fieldname: row.fieldname, key };
}
