import { readsEnvironment } from '../../expressions/analysis/path-set';
import { comparedHostOf } from '../../network/network-rule';
import { parseUrl } from '../../network/parse-url';
import type { FrozenBody } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Rendered } from './render-request';

/** The body as it is frozen: one that may hold values of the environment is for this host only. */
export function tiedToHost(
  { templates }: CompiledWebhook,
  { body, url }: Pick<Rendered, 'body' | 'url'>,
): FrozenBody {
  const host = hostIn(url);
  if (!templates.body || !readsEnvironment(templates.body.paths) || host === null) return body;
  return { format: body.format, text: body.text, host };
}

/** Why values of the environment must not go where a request leads; null where none would. */
export function environmentProblem(
  { host: expected, fields: names }: CompiledWebhook,
  { body, url }: Pick<Rendered, 'body' | 'url'>,
): string | null {
  const host = hostIn(url);
  if (body.host !== undefined && body.host !== host) {
    return `The body holds values of the environment and was made for ${body.host}, but the URL leads to ${String(host)}. Redeliver it re-rendered.`;
  }
  if (expected === null || expected === host || !readsEnvironment(names)) return null;
  return `It reads the environment for ${expected}, but the URL leads to ${String(host)}. Write the URL so that its host is plain.`;
}

function hostIn(text: string): string | null {
  const url = parseUrl(text);
  return url && comparedHostOf(url);
}
