import { createMasks } from '../../expressions/redaction/masks';
import { MASK } from '../../expressions/redaction/redact';
import type { AttemptRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { HttpRequest } from './build-request';

/** A request with its secret header values masked. */
export function redactedRequest({
  method,
  url,
  headers,
  secretHeaders,
}: HttpRequest): NonNullable<AttemptRecord['request']> {
  if (secretHeaders.length === 0) return { method, url, headers };
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    secretHeaders.includes(name.toLowerCase()) ? MASK : value,
  ]);
  return { method, url, headers: Object.fromEntries(shown) as Record<string, string> };
}

/** Secret values of a request: those of the webhook and the rendered values of secret headers. */
export function masksFor(
  { masks, templates }: CompiledWebhook,
  { headers, secretHeaders }: HttpRequest,
): readonly string[] {
  if (!templates.headers) return masks;
  const rendered = Object.entries(headers)
    .filter(([name]) => secretHeaders.includes(name.toLowerCase()))
    .flatMap(([, value]) => createMasks(value));
  return [...new Set([...masks, ...rendered])];
}
