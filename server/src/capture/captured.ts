import type { DocumentEvent } from '../contracts/webhook-choices';
import type { EventContext } from '../mapping/event-context';
import type { WatchedType } from '../schema/watched-type';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { actorOf } from './actor-of';
import type { CaptureParts } from './capture-parts';
import type { DocumentStatus } from './events-of';
import type { Captured } from './ledger-entry';
import type { SourceRow } from './snapshot';

/** What became of one document in one locale, with its row before and after. */
export interface CapturedChange {
  type: WatchedType;
  webhooks: readonly WebhookInForce[];
  change: {
    event: DocumentEvent;
    documentId: string;
    locale: string | null;
    status: DocumentStatus;
  };
  after: SourceRow;
  before: SourceRow | null;
  newDocument: boolean;
}

/** The change as each of the webhooks is to hear of it. */
export function capturedFor(
  parts: CaptureParts,
  { type, webhooks, change, after, before, newDocument }: CapturedChange,
): Captured[] {
  const event = contextOf(parts, type, change);
  const { model } = type;
  return webhooks.map((webhook) => ({
    webhook,
    event,
    before,
    view: (known) => parts.entries.viewOf(webhook, { model, after, before: known }),
    newDocument,
  }));
}

function contextOf(
  { strapi, now }: CaptureParts,
  { uid }: WatchedType,
  { event, documentId, locale, status }: CapturedChange['change'],
): EventContext {
  const actor = actorOf(strapi);
  return { event, uid, documentId, locale, status, timestamp: now(), sequence: null, actor };
}
