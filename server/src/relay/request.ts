import { version } from '../../../package.json';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import type { WebhookInForce } from '../webhooks/webhook-in-force';

export interface HttpRequest {
  method: WebhookInForce['method'];
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

const USER_AGENT = `strapi-plugin-document-webhooks/${version}`;

/**
 * Builds the request of one attempt: the frozen body, to the webhook's current URL and headers. The
 * ids are those of Standard Webhooks 1.0; a header of the user's never replaces them.
 */
export function requestOf(
  webhook: WebhookInForce,
  { id, event }: DeliveryRecord,
  { body, now }: { body: FrozenBody; now: number },
): HttpRequest {
  return {
    method: webhook.method,
    url: body.format === 'query' ? withQuery(webhook.url, body.text) : webhook.url,
    headers: {
      ...(body.format === 'json' ? { 'content-type': 'application/json' } : {}),
      ...Object.fromEntries(webhook.headers.map(({ key, value }) => [key.toLowerCase(), value])),
      ...(webhook.payload === 'document' ? { 'x-strapi-event': event.event } : {}),
      'user-agent': USER_AGENT,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1_000)),
    },
    body: body.format === 'json' ? body.text : null,
  };
}

function withQuery(url: string, query: string | null): string {
  const target = new URL(url);
  target.search = [target.search.slice(1), query ?? ''].filter((it) => it !== '').join('&');
  return target.href;
}
