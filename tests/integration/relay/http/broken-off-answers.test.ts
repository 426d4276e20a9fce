import type { DeliveryDetail } from '../../../../server/src/contracts/deliveries';
import { settled } from '../../../support/deliveries';
import { WEBHOOK } from '../../../support/documents';
import { useQuotation } from '../../../support/quotation';
import { say, useRawServer } from '../../../support/raw-server';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const HOUR_MS = 3_600_000;
const TOKEN = 's3cr3t-in-full';

const scene = useScene();
const quotation = useQuotation(scene);
const server = useRawServer();

const HOW = [
  ['breaks off', 'connection-error'],
  ['stops', 'timeout'],
] as const;
type How = (typeof HOW)[number][0];

/** What becomes of a delivery whose answer ends with these words, of a hundred bytes announced. */
async function delivered(how: How, status: string, words: string) {
  const { app } = scene;
  server.answerWith(async (socket) => {
    await say(socket, `HTTP/1.1 ${status}\r\nretry-after: 3600\r\ncontent-length: 100\r\n\r\n`);
    await say(socket, words);
    if (how === 'breaks off') socket.end();
  });
  const webhook = await createWebhook(app, {
    url: server.url,
    headers: [{ key: 'X-Token', value: TOKEN, secret: true }],
    timeoutMs: 1_000,
    retryDelays: [100],
  });
  await quotation.save();
  const delivery = await settled(app, webhook, 'pending');
  return { webhook, delivery, attempt: delivery.attempts[0] };
}

function waitOf({ nextAttemptAt, attempts }: DeliveryDetail): number {
  return Date.parse(nextAttemptAt ?? '') - Date.parse(attempts[0]?.startedAt ?? '');
}

describe.each(HOW)('an answer that %s within its body', (how, outcome) => {
  test('is logged as far as it came', async () => {
    const { attempt } = await delivered(how, '503 No', 'ok');

    expect(attempt).toMatchObject({
      outcome,
      statusCode: 503,
      responseHeaders: { 'retry-after': '3600', 'content-length': '100' },
      responseBody: 'ok',
      responseTruncated: false,
    });
  });

  test('is heeded where it asks to be called later', async () => {
    const { delivery } = await delivered(how, '429 Slow down', 'ok');

    expect(waitOf(delivery)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(waitOf(delivery)).toBeLessThan(HOUR_MS + 60_000);
  });

  test('shows no beginning of a secret', async () => {
    const { attempt } = await delivered(how, '500 No', `${'no '.repeat(20)}${TOKEN.slice(0, -2)}`);

    expect(attempt?.responseBody).toMatch(/^(no ){8,19}(no?)?\[redacted\]$/);
  });

  test('disables nothing with a 410', async () => {
    const { documentId } = (await delivered(how, '410 Gone', 'ok')).webhook;

    const webhook = await scene.app.documents(WEBHOOK).findOne({ documentId });
    expect(webhook).toMatchObject({ state: 'enabled' });
  });

  test('has no body in the log where none came', async () => {
    const { attempt } = await delivered(how, '503 No', '');

    expect(attempt).toMatchObject({ statusCode: 503, responseBody: null });
  });
});
