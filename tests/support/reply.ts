import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

interface OrdinaryAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  delayMs?: number;
  /** What the answer waits for. */
  until?: Promise<unknown>;
}

/** What a receiver does with a request: a status, an ordinary answer, or a way to misbehave. */
export type Reply =
  | number
  | OrdinaryAnswer
  /** Never answers. */
  | 'hang'
  /** A byte of the headers now and then, without end. */
  | 'drip-headers'
  /** Headers at once, then a byte of the body now and then, without end. */
  | 'drip-body'
  /** Headers at once, then nothing. */
  | 'hang-in-body'
  /** Drops the connection without a word. */
  | 'reset'
  /** Drops the connection in the middle of the body. */
  | 'reset-in-body'
  | { bodyBytes: number };

const DRIP_MS = 20;
const CHUNK = Buffer.alloc(65_536, 'x');

export async function answer(response: ServerResponse, reply: Reply): Promise<void> {
  response.on('error', () => undefined);
  if (typeof reply === 'number') {
    response.writeHead(reply).end('ok');
  } else if (typeof reply === 'string') {
    await misbehave(response, reply);
  } else if ('bodyBytes' in reply) {
    response.writeHead(200, { 'content-type': 'text/plain' });
    await writeBytes(response, reply.bodyBytes);
  } else {
    const { status = 200, headers = {}, body = 'ok', delayMs = 0, until } = reply;
    if (delayMs > 0) await sleep(delayMs);
    await until;
    response.writeHead(status, headers).end(body);
  }
}

type Misbehaviour = Extract<Reply, string>;

async function misbehave(response: ServerResponse, how: Misbehaviour): Promise<void> {
  switch (how) {
    case 'hang':
      return;
    case 'drip-headers':
      response.socket?.write('HTTP/1.1 200 OK\r\nx-drip: ');
      return drip(response, () => response.socket?.write('.'));
    case 'drip-body':
      response.writeHead(200, { 'content-type': 'text/plain' });
      return drip(response, () => response.write('.'));
    case 'hang-in-body':
      response.writeHead(200, { 'content-length': '100' });
      response.flushHeaders();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'reset-in-body':
      response.writeHead(200, { 'content-length': '100' });
      response.write('only this');
      await sleep(DRIP_MS);
      response.socket?.resetAndDestroy();
  }
}

async function drip(response: ServerResponse, write: () => unknown): Promise<void> {
  while (!response.destroyed && response.socket && !response.socket.destroyed) {
    write();
    await sleep(DRIP_MS);
  }
}

async function writeBytes(response: ServerResponse, bytes: number): Promise<void> {
  for (let left = bytes; left > 0 && !response.destroyed; left -= CHUNK.length) {
    if (response.write(CHUNK.subarray(0, Math.min(left, CHUNK.length)))) continue;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race(['drain', 'close'].map((event) => once(response, event, { signal })));
    waiting.abort();
  }
  response.end();
}
