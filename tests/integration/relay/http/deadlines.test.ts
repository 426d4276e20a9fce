import { startDeafServer } from '../../../support/deaf-server';
import { settled } from '../../../support/deliveries';
import type { Reply } from '../../../support/reply';
import { useQuotation } from '../../../support/quotation';
import { useScene } from '../../../support/scene';
import { createWebhook } from '../../../support/webhooks';

const TIMEOUT_MS = 1_000;

const scene = useScene();
const quotation = useQuotation(scene);

async function attemptOn(url: string) {
  const { app } = scene;
  const webhook = await createWebhook(app, { url, timeoutMs: TIMEOUT_MS, retryDelays: [] });
  await quotation.save();
  const { attempts } = await settled(app, webhook, 'failed');
  const [attempt] = attempts;
  if (!attempt) throw new Error('No attempt was logged');
  expect(attempt.outcome).toBe('timeout');
  expect(attempt.error).toContain(`${String(TIMEOUT_MS)} ms`);
  expect(attempt.durationMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 20);
  expect(attempt.durationMs).toBeLessThan(TIMEOUT_MS + 5_000);
  return attempt;
}

test.each<[string, Reply, number | null]>([
  ['never answers', 'hang', null],
  ['drips its headers', 'drip-headers', null],
  ['stops after its headers', 'hang-in-body', 200],
  ['drips its body', 'drip-body', 200],
  ['answers too late', { delayMs: 4_000 }, null],
])('one deadline over all: a receiver that %s', async (_name, reply, statusCode) => {
  scene.receiver.replyWith(reply);

  const attempt = await attemptOn(scene.receiver.url);

  expect(attempt.statusCode).toBe(statusCode);
});

test('one deadline over all: a socket that never accepts', async () => {
  const deaf = await startDeafServer();

  try {
    const attempt = await attemptOn(deaf.url);

    expect(attempt.statusCode).toBeNull();
  } finally {
    deaf.close();
  }
});

test('an answer within the deadline counts, however slow', async () => {
  const { app, receiver } = scene;
  receiver.replyWith({ delayMs: 200 });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    timeoutMs: 10_000,
    retryDelays: [],
  });

  await quotation.save();

  expect((await settled(app, webhook, 'delivered')).lastDurationMs).toBeGreaterThanOrEqual(190);
});
