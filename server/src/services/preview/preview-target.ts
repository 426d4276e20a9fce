import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import { watchedType } from '../../schema/watched-type';
import { validationError } from '../../validation/parse-with';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { findReadable, type FoundEntry, type ReadScope } from '../access/readable-entries';
import { documentStatusOf } from './assumed-delivery';

interface Target {
  uid?: string | null | undefined;
  event: string;
}

/** Throws if the webhook does not watch the type or is not subscribed to the event. */
export function checkTarget(
  { contentTypes, events }: CompiledWebhook,
  { uid, event }: Target,
): void {
  if (uid && !contentTypes.includes(uid)) {
    throw validationError([
      {
        path: ['uid'],
        message: 'The webhook does not watch this content type. Select one of its content types',
      },
    ]);
  }
  if (!events.some((it) => it === event)) {
    throw validationError([
      {
        path: ['event'],
        message: 'The webhook is not subscribed to this event. Select one of its events',
      },
    ]);
  }
}

interface EntryRequest {
  documentId: string;
  locale?: string | null | undefined;
  event: string;
}

/** The version that the event refers to; the draft if nothing is published. */
export async function findEntry(
  strapi: Core.Strapi,
  scope: ReadScope,
  { documentId, locale, event }: EntryRequest,
): Promise<FoundEntry> {
  const { draftAndPublish } = watchedType(strapi, scope.uid);
  const status = documentStatusOf(draftAndPublish, event, true) ?? 'draft';
  const query = { filters: { documentId }, limit: 1, ...(locale ? { locale } : {}) };
  const [found] = await findReadable(strapi, scope, { ...query, status });
  const [entry] = found
    ? [found]
    : await findReadable(strapi, scope, { ...query, status: 'draft' });
  if (!entry)
    throw notFound('DW_ENTRY_NOT_FOUND', 'The entry does not exist, or you cannot read it');
  return entry;
}
