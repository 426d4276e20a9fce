import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { deliveriesOf, drain } from '../../../support/deliveries';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const MANY = 20;

const scene = useScene();
const quotation = useQuotation(scene);
let server: Server;
let url: string;
let sockets: Set<Socket>;
let received: string[];
/** Whether a connection is closed just when a second request comes over it. */
let closesLate: boolean;

beforeEach(async () => {
  sockets = new Set();
  received = [];
  closesLate = false;
  server = createServer((request, response) => {
    if (closesLate && sockets.has(request.socket)) {
      request.socket.resetAndDestroy();
      return;
    }
    sockets.add(request.socket);
    received.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function saveMany(): Promise<void> {
  for (let i = 0; i < MANY; i += 1) {
    await quotation.save(String(i));
    await drain(scene.app);
  }
}

test('consecutive deliveries share one connection', async () => {
  await createWebhook(scene.app, { url });

  await saveMany();

  expect(received).toHaveLength(MANY);
  expect(sockets.size).toBe(1);
});

test('a connection that is closed when the next request is on its way costs no attempt', async () => {
  const webhook = await createWebhook(scene.app, { url, retryDelays: [] });
  closesLate = true;

  await saveMany();

  const deliveries = await deliveriesOf(scene.app, webhook);
  expect(deliveries.map(({ status }) => status)).toEqual(Array(MANY).fill('delivered'));
  expect(deliveries.map(({ attemptCount }) => attemptCount)).toEqual(Array(MANY).fill(1));
  expect(received).toEqual(deliveries.map(({ id }) => id));
  expect(sockets.size).toBe(MANY);
});
