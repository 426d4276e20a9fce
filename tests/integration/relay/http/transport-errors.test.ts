import { createServer, type AddressInfo } from 'node:net';

import { settled } from '../../../support/deliveries';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const scene = useScene();
const quotation = useQuotation(scene);

async function attemptOn(url: string) {
  const { app } = scene;
  const webhook = await createWebhook(app, { url, retryDelays: [1_000], timeoutMs: 5_000 });
  await quotation.save();
  const delivery = await settled(app, webhook, 'pending');
  const [attempt] = delivery.attempts;
  expect(delivery.reason).toBe(attempt?.error);
  return attempt;
}

test('a refused connection', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));

  const attempt = await attemptOn(`http://127.0.0.1:${String(port)}`);

  expect(attempt).toMatchObject({
    outcome: 'connection-error',
    statusCode: null,
    error: 'The receiver refused the connection (ECONNREFUSED)',
  });
});

test('a reset connection', async () => {
  scene.receiver.replyWith('reset');

  const attempt = await attemptOn(scene.receiver.url);

  expect(attempt).toMatchObject({ outcome: 'connection-error', statusCode: null });
  expect(attempt?.error).toMatch(/reset|closed/);
});

test('a connection reset in the middle of the body', async () => {
  scene.receiver.replyWith('reset-in-body');

  const attempt = await attemptOn(scene.receiver.url);

  expect(attempt).toMatchObject({ outcome: 'connection-error', statusCode: 200 });
});

test('a host name that does not resolve', async () => {
  const attempt = await attemptOn('http://no-such-host.invalid/hook');

  expect(attempt).toMatchObject({ outcome: 'dns-error', statusCode: null });
  expect(attempt?.error).toContain('cannot be resolved');
});

test('https to a receiver that speaks plain http', async () => {
  const attempt = await attemptOn(scene.receiver.url.replace('http:', 'https:'));

  expect(attempt).toMatchObject({ outcome: 'tls-error', statusCode: null });
});

test('something that does not speak HTTP', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const attempt = await attemptOn(`http://127.0.0.1:${String(port)}`);

  expect(attempt).toMatchObject({ outcome: 'connection-error', statusCode: null });
  server.close();
});
