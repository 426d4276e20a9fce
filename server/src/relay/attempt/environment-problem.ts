import { readsEnvironment } from '../../expressions/analysis/path-set';
import { comparedHostOf } from '../../network/network-rule';
import { parseUrl } from '../../network/parse-url';
import type { FrozenBody } from '../../outbox/delivery';
import { variablesIn, type CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Rendered } from './render-body';

/**
 * The body to freeze. It is bound to the URL's host if it may contain values of the environment.
 */
export function bindToHost(
  { templates, environment }: CompiledWebhook,
  { body, url }: Pick<Rendered, 'body' | 'url'>,
): FrozenBody {
  const host = hostFrom(url);
  if (!templates.body || !readsEnvironment(templates.body.paths) || host === null) return body;
  const variables = variablesIn(templates.body.paths, environment);
  return { format: body.format, text: body.text, host, variables };
}

/** Error message if values of the environment would be sent to another host; else null. */
export function environmentProblem(
  { host: expected, fields: names }: CompiledWebhook,
  { body, url }: Pick<Rendered, 'body' | 'url'>,
): string | null {
  const host = hostFrom(url);
  if (body.host !== undefined && body.host !== host) {
    return `The body contains values of the environment for ${body.host}, but the URL leads to ${String(host)}. Redeliver it re-rendered.`;
  }
  if (expected === null || expected === host || !readsEnvironment(names)) return null;
  return `The webhook uses values of the environment for ${expected}, but the URL leads to ${String(host)}. Write the host of the URL as plain text.`;
}

function hostFrom(text: string): string | null {
  const url = parseUrl(text);
  return url && comparedHostOf(url);
}
