import { errorMessage } from '../../expressions/expression-error';
import type { Claimed } from '../../outbox/consume/claim';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import { freezeBodies, type FreezeInput } from '../../outbox/consume/freeze-bodies';
import type { Connection } from '../../outbox/database/tables';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { renderPlain, needsEvaluation } from '../attempt/render-body';
import type { ReadyDelivery } from './prefetch-buffer';

export interface ScheduledDelivery {
  delivery: ReadyDelivery;
  /** Milliseconds until the delivery may be sent. */
  inMs: number;
}

export interface RenderedBatch {
  ready: ScheduledDelivery[];
  /** Deliveries that cannot be rendered, so that no request can be made. */
  unrenderable: { delivery: DeliveryRecord; error: string }[];
  /** Deliveries to requeue, because their webhook was deleted meanwhile. */
  unsent: DeliveryRecord[];
}

/**
 * Freezes the bodies of first attempts, in the transaction of their claim. A body with expressions is
 * rendered with its attempt, in a slot of its own webhook, so that it delays no other webhook (I7).
 */
export async function renderBatch(
  transaction: Connection,
  registry: WebhookRegistry,
  claims: Claimed[],
): Promise<RenderedBatch> {
  const rendered: RenderedBatch = { ready: [], unrenderable: [], unsent: [] };
  const fresh: FreezeInput[] = [];
  for (const { delivery, inMs } of claims) {
    const webhook = registry.get(delivery.webhookId);
    if (delivery.body) {
      rendered.ready.push({ delivery, inMs });
    } else if (!webhook) {
      rendered.unsent.push(delivery);
    } else if (needsEvaluation(webhook, delivery)) {
      rendered.ready.push({ delivery, inMs });
    } else {
      try {
        const one = withBody(delivery, renderPlain(webhook, delivery));
        fresh.push(one);
        rendered.ready.push({ delivery: one, inMs });
      } catch (error) {
        rendered.unrenderable.push({ delivery, error: errorMessage(error) });
      }
    }
  }
  await freezeBodies(transaction, fresh);
  return rendered;
}

function withBody(delivery: DeliveryRecord, body: FrozenBody) {
  return Object.assign(delivery, { body });
}
