import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type buildConnector, Client, type Dispatcher, Pool } from 'undici';

import { createInterimResponses } from './interim-responses';

/** One undici client, which has one connection at a time. */
export interface Line {
  /** The current connection, or the last one. */
  connection: WatchedConnection | null;
}

export interface DispatchOptions extends Dispatcher.DispatchOptions {
  /** Called with the client that sends the request, before it begins. */
  onLine: (line: Line) => void;
}

/** undici's pool for one origin, whose clients expose their connections. */
export function createReceiverPool(origin: string | URL, options: object): Pool {
  return new Pool(origin, {
    ...options,
    factory: (target, clientOptions) =>
      createReceiverClient(target, clientOptions as ClientOptions),
  });
}

/** A pool passes its connector to its clients as a function. */
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

/** State of one connection to a receiver that undici does not expose. */
export interface WatchedConnection {
  /** Called before a request is written. */
  begin(): void;
  /** Whether earlier requests were written to this connection. */
  isReused(): boolean;
  /** Whether a byte was received since the current request began. */
  hasAnswered(): boolean;
  /** Whether the receiver requested a client certificate in the TLS handshake. */
  asksForCertificate: boolean;
}

/** Observes a connected socket and removes interim responses from the data that is read. */
function watchConnection(socket: Socket): WatchedConnection {
  const interim = createInterimResponses();
  let requests = 0;
  let hasAnswered = false;

  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  socket.read = (size) => {
    // Node reads 0 bytes to fill the buffer.
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
    // A client has shared signature algorithms only after such a request (RFC 8446, section 4.3.2).
    asksForCertificate: socket instanceof TLSSocket && socket.getSharedSigalgs().length > 0,
  };
}
