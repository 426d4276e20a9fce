import type { WebhookInput } from '../../../server/src/contracts/webhooks';
import type { Preview } from '../../../server/src/contracts/preview';
import { adminWith, type AdminApi } from '../../support/admin-api';
import { settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const PIN = '493817';
const TOKEN = 's3cr3t-in-full';
const FROM_ENV = 'env-t0ken-value';
const MOST_BYTES = 1_000;

const scene = useScene({
  config: { expressions: { env: ['TOKEN'] }, delivery: { maxResponseBytes: MOST_BYTES } },
  env: { TOKEN: FROM_ENV },
});
const quotation = useQuotation(scene);
let admin: AdminApi;

beforeAll(async () => {
  admin = await adminWith(scene.app, [
    { action: 'plugin::content-manager.explorer.read', subject: QUOTATION },
    ...['webhooks.read', 'webhooks.update', 'environment.use'].map((action) => ({
      action: `plugin::document-webhooks.${action}`,
    })),
  ]);
});

function theirs(value: string, input: WebhookInput = {}): Promise<Entry> {
  const headers = [{ key: 'X-Token', value, secret: true }];
  return createWebhook(scene.app, {
    url: scene.receiver.url,
    headers,
    mapping: [{ fieldname: 'customer' }],
    retryDelays: [],
    ...input,
  });
}

/** What the admin is shown of a draft that names a webhook of somebody else. */
async function previewed(documentId: string, draft: WebhookInput): Promise<Preview> {
  const answer = await admin.call('post', '/document-webhooks/webhooks/preview', {
    uid: QUOTATION,
    documentId: quotation.documentId,
    event: 'entry.update',
    webhook: {
      documentId,
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      url: 'https://mine.example.com/',
      ...draft,
    },
  });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return (answer.body as { data: Preview }).data;
}

describe('a preview answers no guess', () => {
  const guesses = [PIN, '493818', '000000', TOKEN, `${TOKEN}!`, FROM_ENV, `Bearer ${TOKEN}`].join();

  test.each([PIN, TOKEN, `Bearer ${TOKEN}`])('that a template holds, of %s', async (stored) => {
    await quotation.save();
    const { documentId } = await theirs(stored);

    const { request } = await previewed(documentId, {
      payload: 'template',
      template: JSON.stringify(guesses),
      url: `https://mine.example.com/${encodeURIComponent(guesses)}`,
      headers: [{ key: 'X-Guess', value: guesses, secret: false }],
    });

    expect(request?.body).toBe(guesses);
    expect(request?.url).toContain(encodeURIComponent(guesses));
    expect(request?.headers).toMatchObject({ 'X-Guess': guesses });
  });

  test('that a document holds', async () => {
    const { documentId } = await theirs(TOKEN);
    await quotation.save(guesses);

    const { request } = await previewed(documentId, { mapping: [{ fieldname: 'customer' }] });

    expect(request?.body).toBe(JSON.stringify({ customer: guesses }));
  });
});

test('a preview spells out nothing of the environment, nor compares with it', async () => {
  const { documentId } = await theirs(TOKEN);
  await quotation.save();

  const { request, condition, matches } = await previewed(documentId, {
    condition: '$substring($env("TOKEN"), 0, 4) = "env-"',
    payload: 'template',
    template: '$join($split($env("TOKEN"), ""), " ")',
    headers: [{ key: 'X-Part', value: '{{ $substring($env("TOKEN"), 4, 5) }}', secret: false }],
  });

  expect({ condition, matches }).toEqual({
    condition: { value: false, error: null },
    matches: false,
  });
  expect(request?.body).not.toContain(Array.from(FROM_ENV).join(' '));
  expect(request?.headers['X-Part']).not.toBe(FROM_ENV.slice(4, 9));
});

test('a value of the environment is masked in a preview, whatever stands before it in base64', async () => {
  const { documentId } = await theirs(TOKEN);
  await quotation.save();

  const { request } = await previewed(documentId, {
    payload: 'template',
    template: '["", "b", "bo"].$base64encode($ & ":" & $env("TOKEN") & ":end")',
  });

  const bodies = JSON.parse(request?.body ?? '[]') as string[];
  expect(bodies).toHaveLength(3);
  for (const body of bodies) expect(body).toContain('[redacted]');
});

describe('the log', () => {
  /** What it keeps of an answer that was cut off. */
  async function keptOf(answer: string): Promise<string> {
    const { app, receiver } = scene;
    const before = 'y'.repeat(MOST_BYTES - answer.length);
    receiver.replyWith({ status: 400, body: `${before}${answer}z` });
    const webhook = await theirs(TOKEN);
    await quotation.save();
    const { attempts } = await settled(app, webhook, 'failed');
    expect(attempts).toMatchObject([{ responseTruncated: true }]);
    return attempts[0]?.responseBody ?? '';
  }

  test('shows of a truncated answer the same whether it ends with a part of a secret or not', async () => {
    for (const end of [4, 6, 13].map((length) => TOKEN.slice(0, length))) {
      const wrong = `${end.slice(0, -1)}*`;
      expect(await keptOf(end)).toBe(await keptOf(wrong));
      expect(await keptOf(end)).not.toContain(end);
    }
  });

  test.each([0, 1, 2])('masks a secret behind %i other bytes in base64', async (before) => {
    const { app, receiver } = scene;
    const echoes = [TOKEN, FROM_ENV].map((it) =>
      Buffer.from(`${'u'.repeat(before)}${it}:end`).toString('base64'),
    );
    receiver.replyWith({ status: 400, body: echoes.join('\n') });
    const fromEnvironment = { key: 'X-Env', value: '{{ $env("TOKEN") }}', secret: false };
    const webhook = await theirs(TOKEN, {
      headers: [{ key: 'X-Token', value: TOKEN, secret: true }, fromEnvironment],
    });
    await quotation.save(echoes[0]);

    const { request, attempts } = await settled(app, webhook, 'failed');

    const whole = /^[\w+/]{0,3}\[redacted\][\w+/]{5,8}=*$/;
    for (const shown of (attempts[0]?.responseBody ?? '').split('\n')) {
      expect(shown).toMatch(whole);
    }
    for (const shown of (JSON.parse(request?.body ?? '') as { customer: string }).customer.split(
      ',',
    )) {
      expect(shown).toMatch(whole);
    }
  });

  test.each([PIN, `Bearer ${PIN}`])('does not tell which guess is %s', async (stored) => {
    const { app } = scene;
    const webhook = await theirs(stored);
    const guesses = `${PIN},493818,Bearer ${PIN}`;
    await quotation.save(guesses);

    const { request } = await settled(app, webhook, 'delivered');

    expect(request?.headers).toMatchObject({ 'X-Token': '[redacted]' });
    expect(request?.body).toBe(JSON.stringify({ customer: guesses }));
  });
});
