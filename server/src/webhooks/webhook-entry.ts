import type {
  CoalesceScope,
  DocumentEvent,
  FieldMapping,
  Header,
  HttpMethod,
  Ordering,
  Payload,
  WebhookAttributes,
  WebhookState,
} from '../contracts/webhooks';
import { DEFAULT_CONCURRENCY, type PluginConfig } from '../config';

/** A webhook as Strapi's database layer returns it, components populated. */
export interface WebhookEntry {
  documentId: string;
  name: string;
  description: string | null;
  state: WebhookState;
  stateReason: string | null;
  contentTypes: string[];
  events: DocumentEvent[];
  method: HttpMethod;
  url: string;
  headers?: ({ id?: number; key: string; value: string | null } | null)[] | null;
  payload: Payload;
  mapping?: ({ id?: number; fieldname: string; key: string | null } | null)[] | null;
  timeoutMs: number | null;
  retryDelays: number[] | null;
  concurrency: number | null;
  rateLimit: number | null;
  ordering: Ordering | null;
  coalesceSeconds: number | null;
  coalesceScope: CoalesceScope | null;
  createdAt: string | Date;
  updatedAt: string | Date;
}

export const COMPONENTS = ['headers', 'mapping'] as const;

/** A webhook as it was stored, with the defaults of what it does not set. */
export interface StoredWebhook extends WebhookAttributes {
  documentId: string;
  stateReason: string | null;
  createdAt: string;
  updatedAt: string;
}

export function webhookOf(entry: WebhookEntry, { delivery }: PluginConfig): StoredWebhook {
  return {
    documentId: entry.documentId,
    name: entry.name,
    description: entry.description,
    state: entry.state,
    stateReason: entry.stateReason,
    contentTypes: entry.contentTypes,
    events: entry.events,
    method: entry.method,
    url: entry.url,
    headers: present(entry.headers).map(toHeader),
    payload: entry.payload,
    mapping: present(entry.mapping).map(toFieldMapping),
    timeoutMs: entry.timeoutMs ?? delivery.timeoutMs,
    retryDelays: entry.retryDelays ?? delivery.retryDelays,
    concurrency: entry.concurrency ?? DEFAULT_CONCURRENCY,
    rateLimit: entry.rateLimit,
    ordering: entry.ordering ?? 'document',
    coalesceSeconds: entry.coalesceSeconds ?? 0,
    coalesceScope: entry.coalesceScope ?? 'document',
    createdAt: new Date(entry.createdAt).toISOString(),
    updatedAt: new Date(entry.updatedAt).toISOString(),
  };
}

function present<T>(rows: (T | null)[] | null | undefined): T[] {
  return (rows ?? []).filter((row) => row !== null);
}

function toHeader({ key, value }: { key: string; value: string | null }): Header {
  return { key, value: value ?? '' };
}

function toFieldMapping(row: { fieldname: string; key: string | null }): FieldMapping {
  const key = row.key === null || row.key === '' ? row.fieldname : row.key;
  return { fieldname: row.fieldname, key };
}
