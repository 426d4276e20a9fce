import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request, in the order in which the last byte of each was read. */
export interface Arrival {
  /** Each webhook has a path of its own. */
  path: string;
  /** The `webhook-id`. */
  id: string;
  /** The value that the write was made under. */
  value: string;
  /** Of the document. */
  name: string;
  body: string;
  /** Null while it is open, and for ever when nobody was left to hear the answer. */
  answered: number | null;
}

export interface Recorder {
  url: string;
  arrivals: Arrival[];
  /** Is shown the next arrivals before they are answered, and takes one by returning true. */
  intercept(take: ((arrival: Arrival) => boolean) | null): void;
  /** What share of requests is answered with 503, and what share by a reset; the others with 200. */
  misbehave(shares: { failing: number; reset: number }): void;
  /** What an answer takes beyond its path's own time, in milliseconds. */
  slowDown(ms: number): void;
  close(): Promise<void>;
}

export const MAPPING = [
  { fieldname: 'customer', key: 'write' },
  { fieldname: 'name', key: 'name' },
];

/** Keeps what arrives. `delayMs` by path: what the receiver needs for an answer. */
export async function startRecorder(delayMs: Record<string, number> = {}): Promise<Recorder> {
  const arrivals: Arrival[] = [];
  let take: ((arrival: Arrival) => boolean) | null = null;
  let shares = { failing: 0, reset: 0 };
  let slowerMs = 0;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = arrivalOf(request, await text(request));
    arrivals.push(arrival);
    if (take?.(arrival)) return;
    const delay = slowerMs + (delayMs[arrival.path] ?? 0);
    if (delay > 0) await sleep(delay);
    const luck = Math.random();
    if (luck < shares.reset) {
      request.socket.resetAndDestroy();
      return;
    }
    const status = luck < shares.reset + shares.failing ? 503 : 200;
    response.on('finish', () => (arrival.answered = status));
    response.writeHead(status).end('ok');
  }

  const server = createServer((request, response) => {
    // A sender that is killed in mid-request leaves half of one.
    receive(request, response).catch(() => undefined);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}`,
    arrivals,
    intercept: (wanted) => (take = wanted),
    misbehave: (wanted) => (shares = wanted),
    slowDown: (ms) => (slowerMs = ms),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function arrivalOf({ url, headers }: IncomingMessage, body: string): Arrival {
  const { write, name } = JSON.parse(body) as { write: string; name: string };
  return {
    path: url ?? '',
    id: String(headers['webhook-id']),
    value: write,
    name,
    body,
    answered: null,
  };
}
