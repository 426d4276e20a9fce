import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WebhookInput } from '../../server/src/contracts/webhooks';
import type { App } from './boot-strapi';
import { QUOTATION } from './documents';

/** `{{ }}` in each of four headers: all together may hold 200. */
const PARTS = 50;
/** Characters of a header's value, less what its key needs. */
const HEADER_LENGTH = 8_180;

/** Headers of 8 KB, each part of which takes as long as an expression may; no two parts are the same. */
function slowHeaders(seed: string): NonNullable<WebhookInput['headers']> {
  return ['a', 'b', 'c', 'd'].map((key, header) => {
    const values = Array.from({ length: PARTS }, (_, index) => {
      const mark = `/*${seed}.${String(header)}.${String(index)}*/`;
      return `{{$count($map([1..9999],function($x){$x}))${mark}}}`;
    });
    return { key: `x-${key}`, value: values.join('').padEnd(HEADER_LENGTH, '.') };
  });
}

/** A webhook that is as slow as one may be. */
export function slowWebhook(seed: string): WebhookInput {
  return {
    name: `Slow ${seed}`,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: 'http://127.0.0.1:9/',
    headers: slowHeaders(seed),
    mapping: [{ fieldname: 'name' }],
  };
}

export interface Call {
  status: number;
  text: string;
  tookMs: number;
}

/** A person who sends requests over connections of their own, and may hang up. */
export interface Caller {
  call(method: string, path: string, body?: object | string): Promise<Call>;
  /** Closes the connection so many milliseconds after the request was written, or after an event. */
  hangUp(path: string, body: object, after: number | Promise<unknown>): Promise<void>;
}

/** Over TCP, as a browser calls; the app listens from the first on. */
export async function callerOf({ strapi }: App, token?: string): Promise<Caller> {
  const { httpServer } = strapi.server;
  if (!httpServer.listening) {
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  }
  const { port } = httpServer.address() as AddressInfo;
  const open = (method: string, path: string) =>
    request({
      port,
      host: '127.0.0.1',
      method,
      path,
      agent: false,
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
  return {
    call: (method, path, body) =>
      new Promise((resolve, reject) => {
        const from = performance.now();
        const sent = open(method, path).on('error', reject);
        sent.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          response.on('end', () => {
            const tookMs = performance.now() - from;
            resolve({ status: response.statusCode ?? 0, text, tookMs });
          });
        });
        sent.end(typeof body === 'object' ? JSON.stringify(body) : body);
      }),
    async hangUp(path, body, after) {
      const sent = open('POST', path).on('error', () => undefined);
      await new Promise<void>((resolve) => sent.end(JSON.stringify(body), resolve));
      await (typeof after === 'number' ? sleep(after) : after);
      sent.destroy();
    },
  };
}
