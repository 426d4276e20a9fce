import type { PluginConfig } from '../../config';
import { newBudget, type Evaluate, type Evaluator } from '../../expressions/evaluation/evaluator';
import { isTemporary, errorMessage } from '../../expressions/expression-error';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import { isEvaluated } from '../../webhooks/compiled/compile-rules';
import type { Mismatch } from '../../webhooks/compiled/decide-condition';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { inactiveReason } from '../../webhooks/compiled/inactive-reason';
import type { WebhookRegistry } from '../../webhooks/registry/registry';
import { environmentProblem } from './environment-problem';
import type { Freezer } from '../settlement/freezer';
import { undecidedMismatch } from './decide-in-relay';
import type { Rendered } from './render-body';
import { renderRequest } from './render-request';
import { buildRequest, type HttpRequest } from './build-request';

export interface PrepareParts {
  config: PluginConfig;
  registry: Pick<WebhookRegistry, 'stateOf'>;
  evaluate: Evaluator['forRelay'];
  freezer: Freezer;
  stopping: AbortSignal;
}

export interface Prepared {
  request: HttpRequest;
  body: FrozenBody;
}

/** Error message of a request that could not be prepared. */
export interface Problem {
  problem: string;
  /** Whether a retry may succeed: evaluation ran out of time and the expression is not to blame. */
  temporary: boolean;
}

/**
 * Prepares the request of one attempt. All expressions of a delivery share `expressions.renderBudgetMs` and
 * are evaluated in a worker thread. A webhook without expressions needs none. The body is frozen before its
 * first byte is sent.
 */
export async function prepareRequest(
  parts: PrepareParts,
  webhook: CompiledWebhook,
  { delivery, now }: { delivery: DeliveryRecord; now: number },
): Promise<Prepared | Problem | { mismatch: Mismatch }> {
  let prepared: Prepared;
  const evaluate = evaluateFor(parts, webhook);
  try {
    const mismatch = await undecidedMismatch(evaluate, webhook, delivery);
    if (mismatch) return { mismatch };
    const rendered = await render(evaluate, webhook, delivery);
    const problem = environmentProblem(webhook, rendered);
    if (problem !== null) return { problem, temporary: false };
    prepared = { request: buildRequest(webhook, delivery, { rendered, now }), body: rendered.body };
  } catch (error) {
    return { problem: errorMessage(error), temporary: isTemporary(error) };
  }
  if (!delivery.body) await freezeBody(parts.freezer, delivery, prepared.body);
  return prepared;
}

function evaluateFor(
  { config, registry, evaluate, stopping: signal }: PrepareParts,
  { documentId: party, environment }: CompiledWebhook,
): Evaluate {
  const { renderBudgetMs: ms } = config.expressions;
  // Renderings of a webhook that was deleted or disabled meanwhile are cancelled when their turn comes.
  const isNeeded = () => inactiveReason(registry, party) === null;
  return evaluate(
    { party, signal, isNeeded, environment },
    newBudget({ ms, setting: 'expressions.renderBudgetMs' }),
  );
}

function render(
  evaluate: Evaluate,
  webhook: CompiledWebhook,
  delivery: DeliveryRecord,
): Rendered | Promise<Rendered> {
  const { body } = delivery;
  const { templates, url, headers } = webhook;
  if (body && !isEvaluated(templates)) return { body, url, headers };
  return renderRequest(evaluate, webhook, delivery);
}

async function freezeBody(
  freezer: Freezer,
  delivery: DeliveryRecord,
  body: FrozenBody,
): Promise<void> {
  const { id, lockedBy } = delivery;
  await freezer.freeze({ id, lockedBy, body });
  delivery.body = body;
}
