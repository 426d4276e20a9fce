import type { Core, UID } from '@strapi/strapi';

import { notFound, notPossible } from '../../errors';
import type { WebhookView } from '../../capture/filter/webhook-projection';
import { snapshotSizeProblem } from '../../capture/snapshot/snapshot-limit';
import { whereVersion } from '../../capture/query-engine/row-identity';
import { watchedType } from '../../schema/watched-type';
import type { RedeliverMode } from '../../contracts/deliveries';
import { isCustomEvent } from '../../contracts/events';
import { cancel, CANCELLED_MANUALLY } from '../../outbox/operator/cancel';
import {
  isSameDestination,
  joinCapturedPaths,
  type Holding,
  type HoldingsCheck,
} from '../../outbox/operator/captured-paths';
import { parseDelivery, type DeliveryRecord } from '../../outbox/delivery';
import { findDelivery } from '../../outbox/log/find-deliveries';
import { recover, type Window } from '../../outbox/operator/recover';
import { redeliver, type Redelivery } from '../../outbox/operator/redeliver';
import { tooLargeProblem } from '../../relay/attempt/render-input';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { DELETED } from '../../webhooks/compiled/inactive-reason';
import { containerOf } from '../../container';

/** What a person does to a delivery by hand. */
export function outboxService({ strapi }: { strapi: Core.Strapi }) {
  const { connection } = strapi.db;

  async function find(id: string): Promise<DeliveryRecord> {
    const row = await findDelivery(connection, id);
    if (!row) throw notFound('DW_DELIVERY_NOT_FOUND', 'There is no such delivery');
    return parseDelivery(row);
  }

  return {
    /**
     * Sends a delivery again, at once, under the same id. `original` sends the same bytes;
     * `rerendered` reads the document anew, through today's mapping, and falls back on the captured
     * snapshot where the document is gone. `check` throws where it must not be sent.
     */
    async redeliver(
      id: string,
      mode: RedeliverMode = 'original',
      check: HoldingsCheck = () => undefined,
    ): Promise<void> {
      const record = await find(id);
      const webhook = mustBeSendable(strapi, record.webhookId);
      const wish = { record, webhook, mode };
      checkElsewhere(check, webhook)([holdingAfter(wish)]);
      const redelivery = await redeliveryOf(strapi, wish);
      if (!(await redeliver(connection, id, redelivery))) {
        throw notPossible(
          'DW_DELIVERY_SENDING',
          'The delivery is being sent at this moment: try again',
        );
      }
      containerOf(strapi).relay.nudge();
    },

    /** Requeues what a webhook was never delivered of a window of time. Returns how many. */
    async recover(
      webhookId: string,
      window: Window,
      check: HoldingsCheck = () => undefined,
    ): Promise<number> {
      const webhook = mustBeSendable(strapi, webhookId);
      const wanted = { webhookId, window, check: checkElsewhere(check, webhook) };
      const requeued = await recover(connection, wanted);
      containerOf(strapi).relay.nudge();
      return requeued;
    },

    async cancel(id: string): Promise<void> {
      const { status } = await find(id);
      if (!(await cancel(connection, id, CANCELLED_MANUALLY))) {
        throw notPossible(
          'DW_DELIVERY_NOT_PENDING',
          `Only a pending delivery can be cancelled: it is ${status}`,
        );
      }
      // The next of its document may have waited for it.
      containerOf(strapi).relay.nudge();
    },
  };
}

function mustBeSendable(strapi: Core.Strapi, webhookId: string): CompiledWebhook {
  const { registry } = containerOf(strapi);
  const webhook = registry.get(webhookId);
  if (registry.stateOf(webhookId) === 'disabled') {
    throw notPossible('DW_WEBHOOK_DISABLED', 'The webhook is disabled: enable it first');
  }
  if (webhook) return webhook;
  const why = registry.ruleProblemOf(webhookId) ?? DELETED;
  throw notPossible('DW_WEBHOOK_NOT_SENDABLE', `${why}: nothing can be sent`);
}

interface Wish {
  record: DeliveryRecord;
  webhook: CompiledWebhook;
  mode: RedeliverMode;
}

/** What goes where it was captured for is sent again by whoever may do that. */
function checkElsewhere(check: HoldingsCheck, { capturedPaths }: CompiledWebhook): HoldingsCheck {
  return (holdings) => {
    check(holdings.filter((it) => !isSameDestination(it.capturedPaths, capturedPaths)));
  };
}

/** What it holds once it is as wished: rendered again, also what the webhook names by now. */
function holdingAfter({ record, webhook, mode }: Wish): Holding {
  const { event, uid } = record.event;
  const capturedPaths =
    mode === 'original'
      ? record.capturedPaths
      : joinCapturedPaths(record.capturedPaths, webhook.capturedPaths);
  return { event, uid, capturedPaths };
}

async function redeliveryOf(strapi: Core.Strapi, wish: Wish): Promise<Redelivery> {
  const { record, webhook, mode } = wish;
  if (mode === 'original') {
    if (record.body ?? record.snapshot) return { mode };
    throw notPossible('DW_BODY_PRUNED', `${whyGone(record)}: redeliver it re-rendered`);
  }
  mustStillWatch(webhook, record);
  const { capturedPaths } = holdingAfter(wish);
  const now = await viewNow(strapi, record, webhook);
  if (now) {
    const { snapshot } = now;
    const afresh = { snapshot, context: contextNow(record, now.context) };
    const problem = now.tooLarge ?? snapshotSizeProblem(afresh, webhook.maxSnapshotBytes);
    if (snapshot === null || problem !== null)
      throw notPossible('DW_DOCUMENT_TOO_LARGE', problem ?? '');
    return { mode, snapshot, context: afresh.context, capturedPaths };
  }
  if (record.snapshot !== null) {
    return { mode, snapshot: record.snapshot, context: record.context, capturedPaths };
  }
  throw notPossible('DW_DOCUMENT_GONE', `${whyGone(record)}, and the document is gone`);
}

/** It would be read anew, of a type that the webhook is not for any more. */
function mustStillWatch(
  { contentTypes }: CompiledWebhook,
  { event: { uid } }: DeliveryRecord,
): void {
  if (uid === null || contentTypes.includes(uid)) return;
  throw notPossible(
    'DW_TYPE_NOT_WATCHED',
    `The webhook does not watch ${uid} any more: redeliver the original, or have the webhook watch it again`,
  );
}

/** Why there is nothing to send again: it was too large to be kept, or has been pruned. */
function whyGone({ context }: DeliveryRecord): string {
  return tooLargeProblem(context) ?? 'Its body has been pruned';
}

/** The document as it is now, as the webhook sees it; null where it is gone. */
async function viewNow(
  strapi: Core.Strapi,
  { event }: DeliveryRecord,
  webhook: CompiledWebhook,
): Promise<WebhookView | null> {
  const { uid, documentId } = event;
  // A custom event's data is what was given, whatever has become of the document.
  if (uid === null || documentId === null || isCustomEvent(event.event)) return null;
  if (!Object.hasOwn(strapi.contentTypes, uid)) return null;
  const type = watchedType(strapi, uid as UID.ContentType);
  const { entries } = containerOf(strapi);
  const { after } = entries.readPlansOf(type, [webhook]);
  const [row] = (
    await entries.read(type, after, whereVersion(type, { ...event, documentId }))
  ).values();
  return row ? entries.viewOf(webhook, { model: type.model, after: row, before: null }) : null;
}

/** What was before the write, and what it changed, stays as it was captured. */
function contextNow({ snapshot, context }: DeliveryRecord, now: string | null): string | null {
  // Without a snapshot nothing was kept, or all was pruned.
  if (snapshot === null || context === null) return now;
  const [captured, current] = [context, now ?? '{}'].map((it) => JSON.parse(it) as object);
  return JSON.stringify({ ...captured, ...current });
}
