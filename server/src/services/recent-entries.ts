import type { Core, UID } from '@strapi/strapi';

import { isCustomEvent } from '../contracts/events';
import { watchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { Ability } from './access';
import { findReadable, type FoundEntry } from './readable-entries';
import { sightOf } from './sight';
import { statusOf } from './trial';

export interface Recent {
  uid: UID.ContentType;
  entry: FoundEntry;
  event: string;
}

/** The entries of all its types that changed last, each with the event that is likeliest to be of one. */
export async function recentEntries(
  strapi: Core.Strapi,
  webhook: WebhookInForce,
  { ability, limit }: { ability: Ability; limit: number },
): Promise<Recent[]> {
  const { contentTypes, events } = webhook;
  const found: Recent[] = [];
  const own: string[] = events.filter((event) => !isCustomEvent(event));
  for (const uid of contentTypes as UID.ContentType[]) {
    const { draftAndPublish, localized } = watchedType(strapi, uid);
    const event = ['entry.update', ...events].find((it) => own.includes(it));
    if (event === undefined) continue;
    const status = statusOf(draftAndPublish, event) ?? 'draft';
    const query = { limit, status, ...(localized ? { locale: '*' } : {}) };
    const entries = await findReadable(strapi, sightOf(strapi, webhook, { uid, ability }), query);
    found.push(...entries.map((entry) => ({ uid, entry, event })));
  }
  const timeOf = ({ entry }: Recent): number => new Date(entry.updatedAt ?? 0).getTime();
  return found.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}
