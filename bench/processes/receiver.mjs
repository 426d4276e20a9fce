/** A receiver in a process of its own, that answers at once, after a while or never. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

import { nowMs } from '../clock.mjs';
import { answerCalls } from './answer-calls.mjs';

const arrivals = new EventEmitter();
let delayMs = 0;
let received = 0;
let lastAt = 0;

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    received += 1;
    lastAt = nowMs();
    arrivals.emit('request');
    if (delayMs === 0) response.end('ok');
    else if (delayMs !== null) setTimeout(() => response.end('ok'), delayMs);
  });
});
// No connection is to end between two rounds.
server.keepAliveTimeout = 120_000;

answerCalls({
  async listen({ delayMs: wanted }) {
    delayMs = wanted;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${server.address().port}/`;
  },
  /** Begins to count anew. */
  reset() {
    received = 0;
  },
  /** Resolves with the moment at which the last byte of the last of so many requests was read. */
  async until(count) {
    while (received < count) await once(arrivals, 'request');
    if (received > count) throw new Error(`${received} requests arrived, not ${count}`);
    return lastAt;
  },
});
