import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { superAdminToken } from '../admin-api';
import type { App } from '../boot-strapi';
import type { FuzzedRequest } from './requests';

export interface Answer {
  status: number;
  body: string;
}

/** The admin API over a socket, with bytes that no polite client would send. */
export interface Wire {
  send(fuzzed: FuzzedRequest): Promise<Answer>;
  close(): Promise<void>;
}

export async function openWire(app: App): Promise<Wire> {
  const token = await superAdminToken(app);
  const { httpServer } = app.strapi.server;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });

  return {
    send: ({ method, target, contentType, body }) =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
        const path = `/document-webhooks${target}`;
        const sent = request({ agent, port, host: '127.0.0.1', method, path, headers });
        sent.on('error', reject);
        sent.on('response', (response) => {
          const { statusCode = 0 } = response;
          text(response).then((it) => resolve({ status: statusCode, body: it }), reject);
        });
        sent.end(body ?? undefined);
      }),
    close() {
      agent.destroy();
      httpServer.closeAllConnections();
      return new Promise((resolve) => httpServer.close(() => resolve()));
    },
  };
}
