import { Client, Pool, type buildConnector, type Dispatcher } from 'undici';

import { watchConnection, type Connection } from './watch-connection';

/** One of undici's clients, which has one connection at a time. */
export interface Line {
  /** The present connection, or the last one. */
  connection: Connection | null;
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
