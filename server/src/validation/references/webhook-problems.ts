import { createHash } from 'node:crypto';

import type { WebhookAttributes, WebhookProblem } from '../../contracts/webhook';
import { createCache } from '../../expressions/cache';
import { danglingReferences } from './dangling-references';
import { placeOf } from '../place';
import type { SubscriptionParts } from '../attributes/subscription';

/** What a stored webhook names that content types have lost since: it goes on, and sends null there. */
function webhookProblems(webhook: WebhookAttributes, parts: SubscriptionParts): WebhookProblem[] {
  const { contentTypes } = webhook;
  const types = contentTypes.map((uid) => parts.catalogue.contentType(uid));
  const models = types.flatMap((type) => (type ? [type.model] : []));
  const lost = models.length === 0 ? [] : danglingReferences(webhook, models, parts);
  return [
    ...contentTypes.flatMap((uid, index) =>
      types[index] ? [] : [problem(['contentTypes', index], uid, goneType(uid))],
    ),
    ...lost.map(({ place, path, message }) => problem(place, path, message)),
  ];
}

/** Webhooks whose problems are kept. */
const MOST_KEPT = 10_000;

/** The same, found once for each webhook until it changes: content types do not while Strapi runs. */
export function createProblemsOf(parts: SubscriptionParts) {
  const recent = createCache<{ content: string; problems: WebhookProblem[] }>(MOST_KEPT);

  return (webhook: WebhookAttributes & { documentId: string }): WebhookProblem[] => {
    const { documentId } = webhook;
    const content = contentOf(webhook);
    const known = recent.get(documentId);
    if (known?.content === content) return known.problems;
    const problems = webhookProblems(webhook, parts);
    recent.set(documentId, { content, problems }, 1);
    return problems;
  };
}

/** The same text as long as nothing changes that names types or fields. */
function contentOf(webhook: WebhookAttributes): string {
  const { contentTypes, events, watchedFields, condition } = webhook;
  const { url, headers, payload, mapping, template } = webhook;
  const subscription = [contentTypes, events, watchedFields, condition];
  const text = JSON.stringify([...subscription, url, headers, payload, mapping, template]);
  return createHash('sha256').update(text).digest('base64url');
}

function problem(place: (string | number)[], path: string, message: string): WebhookProblem {
  return { place: placeOf(place), path, message };
}

function goneType(uid: string): string {
  return `There is no content type "${uid}" any more: nothing of it is sent`;
}
