import { createHash } from 'node:crypto';

import type { WebhookAttributes, WebhookProblem } from '../../contracts/webhook';
import { createCache } from '../../expressions/cache';
import { danglingReferences } from './dangling-references';
import { formatPath } from '../format-path';
import type { SubscriptionParts } from './catalogue';

/**
 * References of a stored webhook to fields or types that no longer exist. The webhook stays active
 * and sends null for them.
 */
function webhookProblems(webhook: WebhookAttributes, parts: SubscriptionParts): WebhookProblem[] {
  const { contentTypes } = webhook;
  const types = contentTypes.map((uid) => parts.catalogue.contentType(uid));
  const models = types.flatMap((type) => (type ? [type.model] : []));
  const dangling = models.length === 0 ? [] : danglingReferences(webhook, models, parts);
  return [
    ...contentTypes.flatMap((uid, index) =>
      types[index] ? [] : [problem(['contentTypes', index], uid, missingType(uid))],
    ),
    ...dangling.map(({ place, path, message }) => problem(place, path, message)),
  ];
}

/** Number of webhooks in the cache. */
const MAX_CACHED = 10_000;

/**
 * Like `webhookProblems`, cached until the webhook changes. Content types do not change at run
 * time.
 */
export function createProblemFinder(parts: SubscriptionParts) {
  const cache = createCache<{ content: string; problems: WebhookProblem[] }>(MAX_CACHED);

  return (webhook: WebhookAttributes & { documentId: string }): WebhookProblem[] => {
    const { documentId } = webhook;
    const content = fingerprint(webhook);
    const cached = cache.get(documentId);
    if (cached?.content === content) return cached.problems;
    const problems = webhookProblems(webhook, parts);
    cache.set(documentId, { content, problems }, 1);
    return problems;
  };
}

/** A hash of the attributes that can reference types or fields. */
function fingerprint(webhook: WebhookAttributes): string {
  const { contentTypes, events, watchedFields, condition } = webhook;
  const { url, headers, payload, mapping, template } = webhook;
  const subscription = [contentTypes, events, watchedFields, condition];
  const text = JSON.stringify([...subscription, url, headers, payload, mapping, template]);
  return createHash('sha256').update(text).digest('base64url');
}

function problem(place: (string | number)[], path: string, message: string): WebhookProblem {
  return { place: formatPath(place), path, message };
}

function missingType(uid: string): string {
  return `The content type "${uid}" no longer exists. Remove it from the webhook`;
}
