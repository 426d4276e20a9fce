import { settled } from '../../../support/deliveries';
import type { Reply } from '../../../support/reply';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const MIB = 1_048_576;

const scene = useScene();
const quotation = useQuotation(scene);

async function attemptWith(reply: Reply) {
  const { app, receiver } = scene;
  receiver.replyWith(reply);
  const webhook = await createWebhook(app, { url: receiver.url, retryDelays: [] });
  await quotation.save();
  const { attempts } = await settled(app, webhook, 'delivered');
  const [attempt] = attempts;
  if (!attempt) throw new Error('No attempt was logged');
  return attempt;
}

test('a response is logged with its headers and its body', async () => {
  const attempt = await attemptWith({
    status: 202,
    headers: { 'x-request-id': 'abc' },
    body: '{"accepted":"ünïcödé"}',
  });

  expect(attempt).toMatchObject({
    outcome: 'response',
    statusCode: 202,
    responseHeaders: { 'x-request-id': 'abc' },
    responseBody: '{"accepted":"ünïcödé"}',
    responseTruncated: false,
    error: null,
  });
});

test.each([
  ['exactly 64 KiB is whole', 65_536, false],
  ['a byte more is cut', 65_537, true],
])('%s', async (_name, bodyBytes, truncated) => {
  const attempt = await attemptWith({ bodyBytes });

  expect(attempt.responseBody).toHaveLength(65_536);
  expect(attempt.responseTruncated).toBe(truncated);
});

test('a body of 200 MB is neither read nor kept', async () => {
  const before = process.memoryUsage.rss();

  const attempt = await attemptWith({ bodyBytes: 200 * MIB });

  expect(attempt.responseTruncated).toBe(true);
  expect(attempt.responseBody).toHaveLength(65_536);
  expect(attempt.durationMs).toBeLessThan(10_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * MIB);
});

test('a NUL in the body does not keep the log from being written', async () => {
  const attempt = await attemptWith({ body: 'a\0b' });

  expect(attempt.responseBody).toBe('a\uFFFDb');
});
