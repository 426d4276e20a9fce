import { messageOf } from '../expressions/expression-error';
import type { Claimed } from '../outbox/claim';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import { freeze } from '../outbox/freeze';
import type { Connection } from '../outbox/tables';
import type { WebhookRegistry } from '../webhooks/registry';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import { render, renderPlain, takesEvaluating } from './render';
import type { ReadyDelivery } from './waiting-room';

export interface ReadyIn {
  delivery: ReadyDelivery;
  /** Milliseconds until it may be sent. */
  inMs: number;
}

export interface RenderedClaims {
  ready: ReadyIn[];
  /** The rule does not render: no request can be made. */
  unrenderable: { delivery: DeliveryRecord; error: string }[];
  /** To be given back: the webhook was deleted meanwhile, or there was no time to evaluate it. */
  unsent: DeliveryRecord[];
}

interface PlainlyRendered extends RenderedClaims {
  /** What is left to evaluate. */
  rest: { claimed: Claimed; webhook: WebhookInForce }[];
}

/** How long the templates of one claim may take in all: other webhooks wait for the next. */
const EVALUATION_MS = 1_000;

/** Freezes the bodies of first attempts, in the transaction of their claim; but evaluates nothing in it. */
export async function renderPlainly(
  transaction: Connection,
  registry: WebhookRegistry,
  claims: Claimed[],
): Promise<PlainlyRendered> {
  const rendered: PlainlyRendered = { ready: [], unrenderable: [], unsent: [], rest: [] };
  const fresh: ReadyDelivery[] = [];
  for (const claimed of claims) {
    const { delivery, inMs } = claimed;
    const webhook = registry.get(delivery.webhookId);
    if (delivery.body) {
      rendered.ready.push({ delivery: withBody(delivery, delivery.body), inMs });
    } else if (!webhook) {
      rendered.unsent.push(delivery);
    } else if (takesEvaluating(webhook)) {
      rendered.rest.push({ claimed, webhook });
    } else {
      try {
        const one = withBody(delivery, renderPlain(webhook, delivery));
        fresh.push(one);
        rendered.ready.push({ delivery: one, inMs });
      } catch (error) {
        rendered.unrenderable.push({ delivery, error: messageOf(error) });
      }
    }
  }
  await freeze(transaction, fresh);
  return rendered;
}

/** Evaluates the templates and freezes what comes of them. */
export async function evaluateRest(
  connection: Connection,
  { rest, ...rendered }: PlainlyRendered,
): Promise<RenderedClaims> {
  const until = performance.now() + EVALUATION_MS;
  const fresh: ReadyDelivery[] = [];
  for (const { claimed, webhook } of rest) {
    const { delivery, inMs } = claimed;
    if (performance.now() > until) {
      rendered.unsent.push(delivery);
      continue;
    }
    try {
      const one = withBody(delivery, await render(webhook, delivery));
      fresh.push(one);
      rendered.ready.push({ delivery: one, inMs });
    } catch (error) {
      rendered.unrenderable.push({ delivery, error: messageOf(error) });
    }
  }
  await freeze(connection, fresh);
  return rendered;
}

function withBody(delivery: DeliveryRecord, body: FrozenBody): ReadyDelivery {
  return Object.assign(delivery, { body });
}
