import type { Core, UID } from '@strapi/strapi';

import { notFound, notPossible } from '../../errors';
import type { WebhookView } from '../../capture/filter/webhook-projection';
import { snapshotSizeProblem } from '../../capture/snapshot/snapshot-size';
import { whereVersion } from '../../capture/query-engine/row-identity';
import { watchedType } from '../../schema/watched-type';
import type { RedeliverMode } from '../../contracts/deliveries';
import { isCustomEvent } from '../../contracts/events';
import { cancel, CANCELLED_MANUALLY } from '../../outbox/operator/cancel';
import {
  isSameDestination,
  joinCapturedPaths,
  parseCapturedPaths,
  withDestination,
  type Holding,
  type HoldingsCheck,
} from '../../outbox/operator/captured-paths';
import { parseDelivery, type DeliveryRecord } from '../../outbox/delivery';
import { findDelivery } from '../../outbox/log/find-deliveries';
import { recover, type Window } from '../../outbox/operator/recover';
import { redeliver, type Redelivery } from '../../outbox/operator/redeliver';
import { tooLargeProblem } from '../../relay/attempt/render-input';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { containerOf } from '../../container';
import { findSendable } from './find-sendable';

/** Manual operations on deliveries. */
export function outboxService({ strapi }: { strapi: Core.Strapi }) {
  const { connection } = strapi.db;

  async function find(id: string): Promise<DeliveryRecord> {
    const row = await findDelivery(connection, id);
    if (!row) throw notFound('DW_DELIVERY_NOT_FOUND', 'The delivery does not exist');
    return parseDelivery(row);
  }

  return {
    /**
     * Sends a delivery again, immediately, with the same id. `original` sends the same bytes.
     * `rerendered` reads the document again and applies the current mapping; it uses the captured
     * snapshot if the document is gone. `check` throws if the user must not send it.
     */
    async redeliver(
      id: string,
      mode: RedeliverMode = 'original',
      check: HoldingsCheck = () => undefined,
    ): Promise<void> {
      const record = await find(id);
      if (record.trigger === 'test') {
        throw notPossible(
          'DW_DELIVERY_IS_TEST',
          'The delivery is a test and cannot be redelivered. Send a new test',
        );
      }
      const webhook = findSendable(strapi, record.webhookId);
      const request = { record, webhook, mode };
      checkOtherDestinations(check, webhook)([holdingAfter(request)]);
      const redelivery = await toRedelivery(strapi, request);
      if (!(await redeliver(connection, id, redelivery))) {
        throw notPossible(
          'DW_DELIVERY_SENDING',
          'The delivery is being sent. Try again in a moment',
        );
      }
      containerOf(strapi).relay.nudge();
    },

    /**
     * Requeues the failed and cancelled deliveries of a webhook in a time window. Returns their
     * number.
     */
    async recover(
      webhookId: string,
      window: Window,
      check: HoldingsCheck = () => undefined,
    ): Promise<number> {
      const webhook = findSendable(strapi, webhookId);
      const checkHeld = checkOtherDestinations(check, webhook);
      const { destination } = parseCapturedPaths(webhook.capturedPaths);
      const wanted = { webhookId, window, check: checkHeld, destination };
      const requeued = await recover(connection, wanted);
      containerOf(strapi).relay.nudge();
      return requeued;
    },

    async cancel(id: string): Promise<void> {
      const { status } = await find(id);
      if (!(await cancel(connection, id, CANCELLED_MANUALLY))) {
        throw notPossible(
          'DW_DELIVERY_NOT_PENDING',
          `The delivery is ${status}. Only a pending delivery can be cancelled`,
        );
      }
      // The next delivery of the same document can be due now.
      containerOf(strapi).relay.nudge();
    },
  };
}

interface RedeliveryRequest {
  record: DeliveryRecord;
  webhook: CompiledWebhook;
  mode: RedeliverMode;
}

/**
 * Checks only deliveries that would go to another destination than the one they were captured for.
 */
function checkOtherDestinations(
  check: HoldingsCheck,
  { capturedPaths }: CompiledWebhook,
): HoldingsCheck {
  return (holdings) => {
    check(holdings.filter((it) => !isSameDestination(it.capturedPaths, capturedPaths)));
  };
}

/** The contents of the redelivery. Rendering again adds everything that the webhook uses now. */
function holdingAfter({ record, webhook, mode }: RedeliveryRequest): Holding {
  const { event, uid } = record.event;
  const capturedPaths =
    mode === 'original'
      ? record.capturedPaths
      : joinCapturedPaths(record.capturedPaths, webhook.capturedPaths);
  return { event, uid, capturedPaths };
}

async function toRedelivery(strapi: Core.Strapi, request: RedeliveryRequest): Promise<Redelivery> {
  const { record, webhook, mode } = request;
  const { destination } = parseCapturedPaths(webhook.capturedPaths);
  const paths = {
    checkedPaths: record.capturedPaths,
    capturedPaths: withDestination(holdingAfter(request).capturedPaths, destination),
  };
  if (mode === 'original') {
    if (record.body ?? record.snapshot) return { mode, ...paths };
    throw notPossible('DW_BODY_PRUNED', `${whyGone(record)}. Redeliver it re-rendered`);
  }
  assertWatched(webhook, record);
  const now = await currentView(strapi, record, webhook);
  if (now) {
    const { snapshot } = now;
    const rerendered = { snapshot, context: currentContext(record, now.context) };
    const problem = now.tooLarge ?? snapshotSizeProblem(rerendered, webhook.maxSnapshotBytes);
    if (snapshot === null || problem !== null)
      throw notPossible('DW_DOCUMENT_TOO_LARGE', problem ?? '');
    return { mode, snapshot, context: rerendered.context, ...paths };
  }
  if (record.snapshot !== null) {
    return { mode, snapshot: record.snapshot, context: record.context, ...paths };
  }
  throw notPossible('DW_DOCUMENT_GONE', `${whyGone(record)}, and the document no longer exists`);
}

/** Throws if the webhook no longer watches the type, because the document would be read again. */
function assertWatched(
  { contentTypes }: CompiledWebhook,
  { event: { uid } }: DeliveryRecord,
): void {
  if (uid === null || contentTypes.includes(uid)) return;
  throw notPossible(
    'DW_TYPE_NOT_WATCHED',
    `The webhook no longer watches ${uid}. Redeliver the original, or add the type to the webhook`,
  );
}

/** The reason there is no body or snapshot: it was too large, or has been pruned. */
function whyGone({ context }: DeliveryRecord): string {
  return tooLargeProblem(context) ?? 'Its body has been pruned';
}

/** The current document as the webhook sees it; null if it no longer exists. */
async function currentView(
  strapi: Core.Strapi,
  { event }: DeliveryRecord,
  webhook: CompiledWebhook,
): Promise<WebhookView | null> {
  const { uid, documentId } = event;
  // A custom event always sends its captured data.
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

/** Keeps the captured previous values and changed fields. */
function currentContext({ snapshot, context }: DeliveryRecord, now: string | null): string | null {
  // Without a snapshot, nothing was stored or everything was pruned.
  if (snapshot === null || context === null) return now;
  const [captured, current] = [context, now ?? '{}'].map((it) => JSON.parse(it) as object);
  return JSON.stringify({ ...captured, ...current });
}
