import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Limit {
  /** Requests that are accepted in each window. */
  allowed: number;
  windowMs: number;
  /** Whether a refusal says when to come again, in whole seconds. */
  retryAfter?: boolean;
}

/** A request that was answered, by its `webhook-id`. */
interface Answered {
  id: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface LimitedReceiver {
  url: string;
  accepted: Answered[];
  refused: Answered[];
  close(): Promise<void>;
}

/** Accepts so many requests in each window, which begins with its first request, and answers 429 to the rest. */
export async function startLimitedReceiver(limit: Limit): Promise<LimitedReceiver> {
  const { allowed, windowMs, retryAfter = true } = limit;
  const accepted: Answered[] = [];
  const refused: Answered[] = [];
  let windowStart = -Infinity;
  let taken = 0;

  const server = createServer((request, response) => {
    request.resume();
    const at = Date.now();
    if (at >= windowStart + windowMs) {
      windowStart = at;
      taken = 0;
    }
    const answered = { id: String(request.headers['webhook-id']), at };
    taken += 1;
    if (taken <= allowed) {
      accepted.push(answered);
      response.writeHead(204).end();
      return;
    }
    refused.push(answered);
    const seconds = Math.ceil((windowStart + windowMs - at) / 1_000);
    response.writeHead(429, retryAfter ? { 'retry-after': String(seconds) } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}`,
    accepted,
    refused,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
