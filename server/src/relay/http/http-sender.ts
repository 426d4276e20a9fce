import type { NetworkConfig } from '../../config';
import { resolveHost, type ResolveHost } from '../../network/resolve-host';
import type { AttemptOutcome } from './attempt-outcome';
import { createHttpAgents, type HttpAgents } from './http-agents';
import { createResponseReader, type ResponseReader } from './response-reader';
import { classifyError } from './classify-error';
import type { HttpRequest } from '../attempt/build-request';

export type HttpSender = (request: HttpRequest, limits: SendLimits) => Promise<AttemptOutcome>;

export interface SendLimits {
  /** One total deadline in milliseconds: connect, headers and body. */
  timeoutMs: number;
  /** Bytes of the response to keep. */
  maxResponseBytes: number;
  /** Aborted when the instance stops and can wait no longer. */
  stopping: AbortSignal;
}

export function createHttpSender(
  network: NetworkConfig,
  resolve: ResolveHost = resolveHost,
): { send: HttpSender; close: () => Promise<void> } {
  const connections = createHttpAgents(network, resolve);
  return {
    send: (request, limits) => send(connections, request, limits),
    close: () => connections.close(),
  };
}

function send(
  { dispatcherTo, checkUrl, checkHost }: HttpAgents,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, maxResponseBytes, stopping }: SendLimits,
): Promise<AttemptOutcome> {
  const target = targetOf(url, checkUrl);
  if ('kind' in target) return Promise.resolve(target);

  const { origin, path } = target;
  return new Promise((resolve) => {
    const exchanges = requestsUnder(stopping);
    const begin = (isFresh: boolean): void => {
      const { onLine, handler } = exchange;
      const request = { origin, path, method, headers, body, onLine };
      dispatcherTo(origin, isFresh).dispatch(request, handler);
    };
    const exchange = createResponseReader({
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
  checkUrl: HttpAgents['checkUrl'],
): { origin: string; path: string } | AttemptOutcome {
  try {
    const parsed = new URL(url);
    checkUrl(parsed);
    const { origin, pathname, search } = parsed;
    return { origin, path: pathname + search };
  } catch (error) {
    return classifyError(error);
  }
}

/** The exchanges under way that end when the instance stops and can wait no longer. */
export interface InFlightRequests {
  add(exchange: ResponseReader): void;
  remove(exchange: ResponseReader): void;
}

const known = new WeakMap<AbortSignal, InFlightRequests>();

/** Of one signal, which has one listener for all of them. */
export function requestsUnder(stopping: AbortSignal): InFlightRequests {
  const exchanges = known.get(stopping) ?? createExchanges(stopping);
  known.set(stopping, exchanges);
  return exchanges;
}

/**
 * An array, and no listener for each: listeners that are gone, and a Set's earlier tables, still point
 * at those that came after. Once the first of such a chain is old, the garbage collector's quick
 * rounds free none of it.
 */
function createExchanges(stopping: AbortSignal): InFlightRequests {
  const underWay: ResponseReader[] = [];
  stopping.addEventListener('abort', () => {
    for (const exchange of [...underWay]) exchange.cut('connection-error', 'aborted');
  });

  return {
    add(exchange) {
      underWay.push(exchange);
      if (stopping.aborted) exchange.cut('connection-error', 'aborted');
    },
    remove(exchange) {
      underWay.splice(underWay.indexOf(exchange), 1);
    },
  };
}
