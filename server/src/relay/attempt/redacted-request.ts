import { createMasks } from '../../expressions/redaction/masks';
import { MASK } from '../../expressions/redaction/redact';
import type { AttemptRecord } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { HttpRequest } from './build-request';

/** A request as it may be shown: what is secret is masked whole. */
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

/** Texts in which the secrets of a request would show: those of the webhook, and what they rendered to. */
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
