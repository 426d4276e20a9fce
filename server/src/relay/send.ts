import { Agent } from 'undici';

import type { AttemptOutcome } from './attempt-outcome';
import { createExchange } from './exchange';
import { exchangesUnder } from './exchanges';
import { outcomeOfError } from './outcome-of-error';
import type { HttpRequest } from './request';

export type Sender = (request: HttpRequest, limits: SendLimits) => Promise<AttemptOutcome>;

export interface SendLimits {
  /** One total deadline in milliseconds: connect, headers and body. */
  timeoutMs: number;
  /** Bytes of the response to keep. */
  maxResponseBytes: number;
  /** Aborted when the instance stops and can wait no longer. */
  stopping: AbortSignal;
}

const LONGEST_CONNECT_MS = 60_000;

/** Connections are kept alive and shared; their number is bounded by the webhooks' `concurrency`. */
export function createSender(): { send: Sender; close: () => Promise<void> } {
  // The deadline of each request is the only one; undici's own would cut longer ones short.
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: LONGEST_CONNECT_MS },
  });
  return {
    send: (request, limits) => send(agent, request, limits),
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, maxResponseBytes, stopping }: SendLimits,
): Promise<AttemptOutcome> {
  const target = targetOf(url);
  if ('kind' in target) return Promise.resolve(target);

  return new Promise((resolve) => {
    const exchanges = exchangesUnder(stopping);
    const exchange = createExchange({
      maxBytes: maxResponseBytes,
      onEnd(outcome) {
        clearTimeout(deadline);
        exchanges.remove(exchange);
        resolve(outcome);
      },
    });
    const deadline = setTimeout(() => {
      exchange.cut('timeout', `No complete answer within ${String(timeoutMs)} ms`);
    }, timeoutMs);
    exchanges.add(exchange);
    agent.dispatch({ ...target, method, headers, body }, exchange.handler);
  });
}

function targetOf(url: string): { origin: string; path: string } | AttemptOutcome {
  try {
    const { origin, pathname, search } = new URL(url);
    return { origin, path: pathname + search };
  } catch (error) {
    return outcomeOfError(error);
  }
}
