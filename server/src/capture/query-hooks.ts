import type { UID } from '@strapi/strapi';

import { watchedType, type WatchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { CaptureParts } from './capture-parts';
import { captureRows, readSources } from './capture-rows';
import { markInForce, rowWrite } from './place';
import { isOfAction, isToldByAction } from './whose-row';
import { EVENT_OF_QUERY, type QueryParams, type QueryWrite } from './query-write';
import type { Reading } from './reading';
import type { SourceRows } from './snapshot';
import type { WrittenRow } from './written-rows';

/** What Strapi hands to a lifecycle hook of a write. */
export interface LifecycleEvent {
  model: { uid: string };
  params: QueryParams;
  result?: unknown;
  /** From the hook before a write to the hook after it. */
  state: { rows?: WrittenRow[]; sources?: SourceRows };
}

export type Hook = (event: LifecycleEvent) => Promise<void>;

/** What webhooks want of a write: the same before it and after it. */
export interface Wanted {
  type: WatchedType;
  webhooks: readonly WebhookInForce[];
}

export function wantedOf(
  { strapi, registry }: CaptureParts,
  write: QueryWrite,
  { model: { uid } }: LifecycleEvent,
): Wanted | null {
  const row = rowWrite();
  const webhooks =
    row?.uid === uid ? row.webhooks : registry.subscriptions().wanting(uid, EVENT_OF_QUERY[write]);
  if (webhooks.length === 0) return null;
  return { type: watchedType(strapi, uid as UID.ContentType), webhooks };
}

/** Keeps rows for the hook after the write, with what is to be known of them as they are now. */
export async function remember(
  parts: CaptureParts,
  event: LifecycleEvent,
  { type, rows: all, reading }: { type: WatchedType; rows: WrittenRow[]; reading: Reading | null },
): Promise<void> {
  const rows = notOfAction(type, all);
  event.state = {
    rows,
    ...(reading ? { sources: await readSources(parts, { type, reading, rows }) } : {}),
  };
}

interface Written extends Wanted {
  write: QueryWrite;
  rows: WrittenRow[];
  before?: SourceRows | undefined;
}

export async function captureQuery(
  parts: CaptureParts,
  { write, rows, type, ...written }: Written,
): Promise<void> {
  const row = rowWrite();
  await captureRows(parts, {
    ...written,
    type,
    event: EVENT_OF_QUERY[write],
    rows: notOfAction(type, rows),
    newDocuments: row?.newDocuments === true,
    holder: row?.holder ?? null,
  });
}

/** What a hook writes to the document of an action belongs to the action, which then reads it again. */
function notOfAction({ uid, localized }: WatchedType, rows: WrittenRow[]): WrittenRow[] {
  const mark = markInForce();
  if (mark?.uid !== uid) return rows;
  return rows.filter(({ documentId, locale, publishedAt }) => {
    if (isOfAction({ uid, documentId })) return false;
    const own = isToldByAction({ uid, documentId, locale: localized ? locale : null, publishedAt });
    if (own) mark.rewritten = true;
    return !own;
  });
}
