import type { NetworkConfig } from '../../config';
import { resolveHost, type ResolveHost } from '../../network/resolve-host';
import type { AttemptOutcome } from './attempt-outcome';
import { createConnections, type Connections } from './http-agents';
import { createExchange } from './response-reader';
import { exchangesUnder } from './in-flight-requests';
import { outcomeOfError } from './classify-error';
import type { HttpRequest } from '../attempt/build-request';

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
    close: () => connections.close(),
  };
}

function send(
  { dispatcherTo, checkUrl, checkHost }: Connections,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, maxResponseBytes, stopping }: SendLimits,
): Promise<AttemptOutcome> {
  const target = targetOf(url, checkUrl);
  if ('kind' in target) return Promise.resolve(target);

  const { origin, path } = target;
  return new Promise((resolve) => {
    const exchanges = exchangesUnder(stopping);
    const begin = (isFresh: boolean): void => {
      const { onLine, handler } = exchange;
      const request = { origin, path, method, headers, body, onLine };
      dispatcherTo(origin, isFresh).dispatch(request, handler);
    };
    const exchange = createExchange({
      maxBytes: maxResponseBytes,
      sendAgain: () => begin(true),
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
    if (checkHost)
      checkHost(origin)
        .then(() => begin(false))
        .catch(exchange.fail);
    else begin(false);
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
