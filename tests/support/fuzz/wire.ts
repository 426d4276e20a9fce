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

const UNAUTHORIZED = 401;

export async function openWire(app: App): Promise<Wire> {
  let token = await superAdminToken(app);
  const { httpServer } = app.strapi.server;
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });

  function once({ method, target, contentType, body }: FuzzedRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType };
      const path = `/document-webhooks${target}`;
      const sent = request({ agent, port, host: '127.0.0.1', method, path, headers });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const { statusCode = 0 } = response;
        text(response).then((body) => resolve({ status: statusCode, body }), reject);
      });
      sent.end(body ?? undefined);
    });
  }

  return {
    async send(fuzzed) {
      const answer = await once(fuzzed);
      if (answer.status !== UNAUTHORIZED) return answer;
      // A long run outlives its token.
      token = await superAdminToken(app);
      return once(fuzzed);
    },
    close() {
      agent.destroy();
      httpServer.closeAllConnections();
      return new Promise((resolve) => httpServer.close(() => resolve()));
    },
  };
}
