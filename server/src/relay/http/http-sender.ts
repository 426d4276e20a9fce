import type { NetworkConfig } from '../../config';
import { resolveHost, type ResolveHost } from '../../network/resolve-host';
import type { AttemptOutcome } from './attempt-outcome';
import { createHttpAgents, type HttpAgents } from './http-agents';
import { createResponseReader, type ResponseReader } from './response-reader';
import { classifyError } from './classify-error';
import type { HttpRequest } from '../attempt/build-request';

export type HttpSender = (request: HttpRequest, limits: SendLimits) => Promise<AttemptOutcome>;

export interface SendLimits {
  /** Milliseconds for the whole request: connect, headers and body. */
  timeoutMs: number;
  /** Bytes of the response to keep. */
  maxResponseBytes: number;
  /** Aborted when the instance stops and the grace period is over. */
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
  const target = parseTarget(url, checkUrl);
  if ('kind' in target) return Promise.resolve(target);

  const { origin, path } = target;
  return new Promise((resolve) => {
    const inFlight = inFlightRequests(stopping);
    const begin = (isFresh: boolean): void => {
      const { onLine, handler } = reader;
      const request = { origin, path, method, headers, body, onLine };
      dispatcherTo(origin, isFresh).dispatch(request, handler);
    };
    const reader = createResponseReader({
      maxBytes: maxResponseBytes,
      sendAgain: () => begin(true),
      onEnd(outcome) {
        clearTimeout(deadline);
        inFlight.remove(reader);
        resolve(outcome);
      },
    });
    const deadline = setTimeout(() => {
      // Timers fire before sockets are read, so a response may have arrived while the event loop was
      // blocked.
      setImmediate(() => {
        reader.cut('timeout', `No complete response within ${String(timeoutMs)} ms`);
      });
    }, timeoutMs);
    inFlight.add(reader);
    if (checkHost)
      checkHost(origin)
        .then(() => begin(false))
        .catch(reader.fail);
    else begin(false);
  });
}

function parseTarget(
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

/** Requests in flight, which are ended when the instance stops. */
export interface InFlightRequests {
  add(reader: ResponseReader): void;
  remove(reader: ResponseReader): void;
}

const bySignal = new WeakMap<AbortSignal, InFlightRequests>();

/** Requests in flight of one signal, with one listener for all of them. */
function inFlightRequests(stopping: AbortSignal): InFlightRequests {
  const inFlight = bySignal.get(stopping) ?? createInFlightRequests(stopping);
  bySignal.set(stopping, inFlight);
  return inFlight;
}

/**
 * Uses an array and one listener. Removed listeners and earlier tables of a Set still reference later ones,
 * so once the first of them is in the old generation, only a full garbage collection frees the rest.
 */
function createInFlightRequests(stopping: AbortSignal): InFlightRequests {
  const readers: ResponseReader[] = [];
  stopping.addEventListener('abort', () => {
    for (const reader of [...readers]) reader.cut('connection-error', 'aborted');
  });

  return {
    add(reader) {
      readers.push(reader);
      if (stopping.aborted) reader.cut('connection-error', 'aborted');
    },
    remove(reader) {
      readers.splice(readers.indexOf(reader), 1);
    },
  };
}
