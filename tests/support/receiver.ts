import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { answer, type Reply } from './reply';

/** One request as it came over the wire. */
export interface Received {
  method: string;
  /** Path and query, as on the request line. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** As written by the sender, name, value, name, value, ... */
  rawHeaders: string[];
  body: Buffer;
  text: string;
  json: unknown;
  /** Epoch milliseconds. */
  at: number;
}

export interface Receiver {
  url: string;
  port: number;
  requests: Received[];
  /** Most requests that were open at the same time. */
  mostOpen(): number;
  /** Each request takes the next reply; the last one stays. At first: 200. */
  replyWith(...replies: Reply[]): void;
  /** The same, for one path only. */
  replyAt(path: string, ...replies: Reply[]): void;
  requestsAt(path: string): Received[];
  /** Waits until so many requests have come; all there are then. */
  received(count: number, timeoutMs?: number): Promise<Received[]>;
  /** Drops the connections of requests that were not answered yet. */
  hangUp(): void;
  /** Forgets requests and replies. */
  reset(): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const requests: Received[] = [];
  const scripts = new Map<string, Reply[]>();
  const open = new Set<ServerResponse>();
  let mostOpen = 0;

  const server = createServer((incoming, response) => {
    void receive(incoming, response);
  });

  async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    open.add(response);
    mostOpen = Math.max(mostOpen, open.size);
    response.on('close', () => open.delete(response));
    const request = receivedOf(incoming, await buffer(incoming));
    requests.push(request);
    await answer(response, nextReply(request.path));
  }

  function nextReply(path: string): Reply {
    const script = scripts.get(path) ?? scripts.get('*') ?? [];
    return (script.length > 1 ? script.shift() : script[0]) ?? 200;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    requests,
    mostOpen: () => mostOpen,
    replyWith: (...replies) => scripts.set('*', replies),
    replyAt: (path, ...replies) => scripts.set(path, replies),
    requestsAt: (path) => requests.filter((request) => request.path === path),
    async received(count, timeoutMs = 20_000) {
      const until = Date.now() + timeoutMs;
      while (requests.length < count) {
        if (Date.now() > until) {
          throw new Error(`${String(requests.length)} of ${String(count)} requests arrived`);
        }
        await sleep(5);
      }
      return [...requests];
    },
    hangUp() {
      for (const response of open) response.destroy();
    },
    reset() {
      requests.length = 0;
      scripts.clear();
      mostOpen = open.size;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function receivedOf({ method, url, headers, rawHeaders }: IncomingMessage, body: Buffer): Received {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://receiver');
  const text = body.toString('utf8');
  return {
    method: method ?? '',
    target: url ?? '',
    path: pathname,
    query: searchParams,
    headers,
    rawHeaders,
    body,
    text,
    json: parsed(text),
    at: Date.now(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
