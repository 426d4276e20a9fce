import { version } from '../../../../package.json';
import { isReservedHeader } from '../../contracts/reserved-headers';
import type { BodyFormat, DeliveryRecord } from '../../outbox/delivery';
import { signatureOf } from '../../signing/signature';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Rendered } from './render-body';
import { MOST_HEADER_BYTES } from '../../contracts/webhook-limits';

export interface HttpRequest {
  method: CompiledWebhook['method'];
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** Lower-case names of the headers whose values are secret. */
  secretHeaders: readonly string[];
}

const USER_AGENT = `strapi-plugin-document-webhooks/${version}`;

const CONTENT_TYPES: Record<BodyFormat, string | null> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
  query: null,
  none: null,
};

/**
 * Builds the request of one attempt: the frozen body, sent to the webhook's current URL with its current
 * headers. The ids are those of Standard Webhooks 1.0; custom headers never replace them. With the payload
 * `document`, header names have the letter case of Strapi's built-in webhooks, because receivers may
 * compare it.
 */
export function buildRequest(
  webhook: CompiledWebhook,
  delivery: DeliveryRecord,
  { rendered: { body, url, headers }, now }: { rendered: Rendered; now: number },
): HttpRequest {
  const contentType = CONTENT_TYPES[body.format];
  const timestamp = String(Math.floor(now / 1_000));
  const sent = contentType === null ? null : body.text;
  const signed = { id: delivery.id, timestamp, body: sent };
  const signature = signatureOf(webhook.signingKeys, signed, now);
  const asBuiltIn = webhook.payload === 'document';
  const request = {
    method: webhook.method,
    url: body.format === 'query' ? withQuery(url, body.text) : url,
    headers: mergeHeaders([
      [asBuiltIn ? 'Content-Type' : 'content-type', contentType],
      ...headers.filter(({ key }) => !isReservedHeader(key)).map(toField),
      ['X-Strapi-Event', asBuiltIn ? delivery.event.event : null],
      ['user-agent', USER_AGENT],
      ['webhook-id', delivery.id],
      ['webhook-timestamp', timestamp],
      ['webhook-signature', signature],
    ]),
    body: sent,
    secretHeaders: webhook.headers
      .filter(({ secret }) => secret)
      .map(({ key }) => key.toLowerCase()),
  };
  checkRequestSize(request);
  return request;
}

type Field = [name: string, value: string | null];

/**
 * Keeps the letter case of header names. Names are compared without it, and the last value wins.
 */
function mergeHeaders(fields: Field[]): Record<string, string> {
  const given = new Map<string, [name: string, value: string]>();
  for (const [name, value] of fields) {
    if (value !== null) given.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(given.values());
}

function toField({ key, value }: Rendered['headers'][number]): Field {
  return [key, value];
}

function withQuery(url: string, query: string | null): string {
  const target = new URL(url);
  target.search = [target.search.slice(1), query ?? ''].filter((it) => it !== '').join('&');
  return target.href;
}

/** Most characters of a URL after evaluation. Most servers accept fewer. */
const MAX_URL = 16_384;

interface RequestHead {
  url: string;
  headers: Record<string, string>;
}

/** Throws if the URL or the headers are too large for any receiver. */
function checkRequestSize({ url, headers }: RequestHead): void {
  if (url.length > MAX_URL) {
    throw new Error(
      `The URL has ${String(url.length)} characters. The limit is ${String(MAX_URL)}: shorten it`,
    );
  }
  const bytes = Object.entries(headers).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
  if (bytes <= MOST_HEADER_BYTES) return;
  throw new Error(
    `The headers have ${String(bytes)} bytes. The limit is ${String(MOST_HEADER_BYTES)}: shorten them`,
  );
}
