import type { Core, UID } from '@strapi/strapi';

import { watchedType } from '../../schema/watched-type';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import type { Ability } from '../access/ability';
import { containerOf } from '../../container';
import { findReadable, type FoundEntry } from '../access/readable-entries';
import { readScopeOf } from '../access/read-scope';
import { documentStatusOf } from './assumed-delivery';

export interface Recent {
  uid: UID.ContentType;
  entry: FoundEntry;
  event: string;
}

/**
 * The most recently changed entries of all the webhook's types, each with its most likely event.
 */
export async function recentEntries(
  strapi: Core.Strapi,
  webhook: CompiledWebhook,
  { ability, limit }: { ability: Ability; limit: number },
): Promise<Recent[]> {
  const { contentTypes, events } = webhook;
  const found: Recent[] = [];
  for (const uid of contentTypes as UID.ContentType[]) {
    const { draftAndPublish, localized } = watchedType(strapi, uid);
    const emitted = containerOf(strapi).catalogue.contentType(uid)?.events ?? [];
    const own: string[] = events.filter((it) => emitted.includes(it));
    const event = ['entry.update', ...own].find((it) => own.includes(it));
    if (event === undefined) continue;
    const versions = [true, false].map(
      (it) => documentStatusOf(draftAndPublish, event, it) ?? 'draft',
    );
    const scope = readScopeOf(strapi, webhook, { uid, ability });
    const texts = new Set<string>();
    for (const status of new Set(versions)) {
      const query = { limit, status, ...(localized ? { locale: '*' } : {}) };
      for (const entry of await findReadable(strapi, scope, query)) {
        const text = JSON.stringify([entry.documentId, entry.locale]);
        if (!texts.has(text)) found.push({ uid, entry, event });
        texts.add(text);
      }
    }
  }
  const timeOf = ({ entry }: Recent): number => new Date(entry.updatedAt ?? 0).getTime();
  return found.sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}
