import type { NetworkConfig } from '../config';
import { resolveHost, type ResolveHost } from '../network/resolve-host';
import type { AttemptOutcome } from './attempt-outcome';
import { createConnections, type Connections } from './connections';
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

export function createSender(
  network: NetworkConfig,
  resolve: ResolveHost = resolveHost,
): { send: Sender; close: () => Promise<void> } {
  const connections = createConnections(network, resolve);
  return {
    send: (request, limits) => send(connections, request, limits),
    close: () => connections.dispatcher.destroy(),
  };
}

function send(
  { dispatcher, checkUrl, checkHost }: Connections,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, maxResponseBytes, stopping }: SendLimits,
): Promise<AttemptOutcome> {
  const target = targetOf(url, checkUrl);
  if ('kind' in target) return Promise.resolve(target);

  const { origin, path } = target;
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
      // Timers fire before sockets are read: an answer may have come while the event loop was blocked.
      setImmediate(() => {
        exchange.cut('timeout', `No complete answer within ${String(timeoutMs)} ms`);
      });
    }, timeoutMs);
    exchanges.add(exchange);
    const begin = (): void => {
      dispatcher.dispatch({ origin, path, method, headers, body }, exchange.handler);
    };
    if (checkHost) checkHost(origin).then(begin).catch(exchange.fail);
    else begin();
  });
}

function targetOf(
  url: string,
  checkUrl: Connections['checkUrl'],
): { origin: string; path: string } | AttemptOutcome {
  try {
    const parsed = new URL(url);
    checkUrl(parsed);
    const { origin, pathname, search } = parsed;
    return { origin, path: pathname + search };
  } catch (error) {
    return outcomeOfError(error);
  }
}
