import type { Core } from '@strapi/strapi';

import type { WebhookState } from '../../contracts/webhook-choices';
import { WEBHOOK_UID } from '../../plugin-id';
import { validationError } from '../../validation/parse-with';

export interface Watcher {
  documentId?: string | undefined;
  state: WebhookState;
  contentTypes: string[] | null;
}

/**
 * Throws if more than `most` webhooks would watch one content type, because each write stores a
 * delivery for each subscribed webhook. Types that the webhook already watched are not counted
 * again. Runs in the writer's transaction.
 */
export async function assertQuota(
  strapi: Core.Strapi,
  most: number,
  { before, after }: { before: Watcher | null; after: Watcher },
): Promise<void> {
  const had = before ? watchedBy(before) : [];
  const added = watchedBy(after).filter((uid) => !had.includes(uid));
  if (added.length === 0) return;

  const where = { state: { $ne: 'disabled' } };
  const webhooks = strapi.db.query(WEBHOOK_UID);
  if ((await webhooks.count({ where })) < most) return;
  const others = (await webhooks.findMany({
    select: ['documentId', 'state', 'contentTypes'],
    where,
  })) as Watcher[];
  const full = added.filter((uid) => countWebhooks(uid, others, after) >= most);
  if (full.length > 0) throw validationError(full.map((uid) => violation(uid, most, after)));
}

/** A row written past the schema can contain anything. */
function watchedBy({ state, contentTypes }: Watcher): string[] {
  return state === 'disabled' || !Array.isArray(contentTypes) ? [] : contentTypes;
}

function countWebhooks(uid: string, others: Watcher[], { documentId }: Watcher): number {
  return others.filter((it) => it.documentId !== documentId && watchedBy(it).includes(uid)).length;
}

function violation(uid: string, most: number, watcher: Watcher) {
  return {
    path: ['contentTypes', String(watchedBy(watcher).indexOf(uid))],
    message: `${String(most)} webhooks watch "${uid}", the maximum in limits.webhooksPerType. Disable one. A developer can raise the limit`,
  };
}
