import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type buildConnector, Client, type Dispatcher, Pool } from 'undici';

import { createInterimResponses } from './interim-responses';

/** One of undici's clients, which has one connection at a time. */
export interface Line {
  /** The present connection, or the last one. */
  connection: WatchedConnection | null;
}

export interface DispatchOptions extends Dispatcher.DispatchOptions {
  /** Told which client sends the request, before it begins. */
  onLine: (line: Line) => void;
}

/** undici's pool of one origin, with clients that tell of their connections. */
export function createReceiverPool(origin: string | URL, options: object): Pool {
  return new Pool(origin, {
    ...options,
    factory: (target, clientOptions) =>
      createReceiverClient(target, clientOptions as ClientOptions),
  });
}

/** A pool hands its clients its connector as a function. */
type ClientOptions = Client.Options & { connect: buildConnector.connector };

function createReceiverClient(origin: URL, { connect, ...options }: ClientOptions): Client {
  const line: Line = { connection: null };
  const client = new Client(origin, {
    ...options,
    connect(target, callback) {
      connect(target, (...[error, socket]) => {
        if (error) {
          callback(error, null);
          return;
        }
        line.connection = watchConnection(socket);
        callback(null, socket);
      });
    },
  });
  const dispatch = client.dispatch.bind(client);
  client.dispatch = (request, handler) => {
    (request as Partial<DispatchOptions>).onLine?.(line);
    return dispatch(request, handler);
  };
  return client;
}

/** What is known of one connection to a receiver, beside what undici does with it. */
export interface WatchedConnection {
  /** A request is about to be written. */
  begin(): void;
  /** Whether requests were written before the present one. */
  isReused(): boolean;
  /** Whether a byte has come since the present request began. */
  hasAnswered(): boolean;
  /** Whether the receiver asked for a client certificate in the TLS handshake. */
  asksForCertificate: boolean;
}

/** Watches a socket that is connected, and leaves interim responses out of what is read from it. */
export function watchConnection(socket: Socket): WatchedConnection {
  const interim = createInterimResponses();
  let requests = 0;
  let hasAnswered = false;

  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  socket.read = (size) => {
    // Node asks for nothing to have the buffer filled.
    if (size === 0) return read(0);
    for (;;) {
      const bytes = read(size);
      if (bytes === null) return null;
      hasAnswered = true;
      const rest = interim.strip(bytes);
      if (rest.length > 0) return rest;
    }
  };

  return {
    begin() {
      requests += 1;
      hasAnswered = false;
      interim.begin();
    },
    isReused: () => requests > 1,
    hasAnswered: () => hasAnswered,
    // A client shares signature algorithms with its server only by such a request (RFC 8446, section 4.3.2).
    asksForCertificate: socket instanceof TLSSocket && socket.getSharedSigalgs().length > 0,
  };
}
