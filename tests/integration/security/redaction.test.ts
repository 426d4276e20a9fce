import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { superAdmin } from '../../support/admin-api';
import { deliveriesOf, settled } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const TOKEN = 's3cr3t/tok+en "q" & <more>';
const PASSWORD = 'pässwörd-of-mine';
const BASIC = `Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`;
const FROM_ENV = 'env-t0ken-value';
const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** Parts that stand in any spelling of them. */
const TRACES = [
  's3cr3t',
  Buffer.from(TOKEN).toString('base64').slice(0, 8),
  'of-mine',
  't0ken',
  'MfKQ9r8GK',
];

const scene = useScene({
  config: { expressions: { env: ['TOKEN'] }, delivery: { maxResponseBytes: 2_000 } },
  env: { TOKEN: FROM_ENV },
});
const quotation = useQuotation(scene);

/** Everything that the database keeps of deliveries and attempts, and what the API shows. */
async function shownOf(webhook: Entry): Promise<string> {
  const { app } = scene;
  const { connection } = app.strapi.db;
  const rows: unknown = await connection('document_webhooks_attempts').select();
  const due: unknown = await connection('document_webhooks_deliveries').select('reason');
  return JSON.stringify([rows, due, await deliveriesOf(app, webhook)]);
}

const headers = [
  { key: 'X-Token', value: TOKEN, secret: true },
  { key: 'Authorization', value: BASIC, secret: true },
  { key: 'X-Env', value: 'Key {{ $env("TOKEN") }}-{{ doc.name }}', secret: true },
  { key: 'X-Plain', value: 'plain', secret: false },
];

test('a receiver that shows what it was sent puts no secret into the log', async () => {
  const { app, receiver } = scene;
  const echoes = [
    TOKEN,
    JSON.stringify({ token: TOKEN }),
    encodeURIComponent(TOKEN),
    new URLSearchParams({ token: TOKEN }).toString(),
    Buffer.from(TOKEN).toString('base64'),
    BASIC,
    `user:${PASSWORD}`,
    PASSWORD,
    `Key ${FROM_ENV}-QTN-00001`,
    FROM_ENV,
    `wrong signature by ${SIGNING_SECRET}`,
    `wrong key ${SIGNING_SECRET.slice('whsec_'.length)}`,
  ];
  receiver.replyWith({
    status: 400,
    body: echoes.join('\n'),
    headers: { 'x-echo': encodeURIComponent(TOKEN), 'x-basic': BASIC },
  });
  const webhook = await createWebhook(app, {
    url: `${receiver.url}/{{ $env("TOKEN") }}`,
    mapping: [{ fieldname: 'name' }],
    headers,
    signing: 'hmac',
    signingSecret: SIGNING_SECRET,
    retryDelays: [],
  });
  await quotation.save();
  const { attempts, request } = await settled(app, webhook, 'failed');

  expect(receiver.requests[0]?.headers).toMatchObject({ 'x-token': TOKEN, authorization: BASIC });
  expect(attempts[0]?.responseBody?.split('\n')).toEqual([
    '[redacted]',
    '{"token":"[redacted]"}',
    '[redacted]',
    'token=[redacted]',
    expect.stringMatching(/^\[redacted\]=*$/),
    '[redacted]',
    '[redacted]',
    '[redacted]',
    '[redacted]',
    '[redacted]',
    'wrong signature by [redacted]',
    'wrong key [redacted]',
  ]);
  expect(request?.headers).toMatchObject({
    'X-Token': '[redacted]',
    Authorization: '[redacted]',
    'X-Env': '[redacted]',
    'X-Plain': 'plain',
    'webhook-signature': expect.stringMatching(/^v1,/) as string,
  });
  const shown = await shownOf(webhook);
  for (const trace of TRACES) expect(shown).not.toContain(trace);
});

test('nor one whose answer is cut off in the middle of it', async () => {
  const { app, receiver } = scene;
  const body = `${'x'.repeat(1_990)}s3cr3t-in-full!`;
  receiver.replyWith({ status: 400, body });
  const header = { key: 'X-Token', value: 's3cr3t-in-full', secret: true };
  const webhook = await createWebhook(app, {
    url: receiver.url,
    headers: [header],
    retryDelays: [],
  });
  await quotation.save();
  const { attempts } = await settled(app, webhook, 'failed');

  expect(attempts[0]).toMatchObject({ responseTruncated: true });
  expect(attempts[0]?.responseBody).toMatch(/^x{1900,1990}\[redacted\]$/);
});

test('a body that holds a secret is sent as it is, and shown masked', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [{ fieldname: 'customer' }],
    headers: [{ key: 'X-Token', value: TOKEN, secret: true }],
  });
  await quotation.save(`they pasted ${TOKEN}!`);
  const { request } = await settled(app, webhook, 'delivered');
  expect(receiver.requests[0]?.json).toEqual({ customer: `they pasted ${TOKEN}!` });
  expect(request?.body).toBe('{"customer":"they pasted [redacted]!"}');
});

test('a secret header that does not render is not quoted', async () => {
  const { app, receiver } = scene;
  const value = '{{ $lookup({"a": "s3cr3t"}, "a") & $error("s3cr3t " & doc.name) }}';
  const webhook = await createWebhook(app, {
    url: receiver.url,
    mapping: [],
    headers: [{ key: 'X-Token', value, secret: true }],
  });
  await quotation.save();
  expect(await settled(app, webhook, 'failed')).toMatchObject({
    reason: 'The secret of the header X-Token cannot be rendered',
  });
  expect(await shownOf(webhook)).not.toContain('s3cr3t');
});

test('a URL that fails with a value of the environment does not store the value', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: `${receiver.url}/{{ $error("no account for " & $env("TOKEN")) }}`,
    mapping: [],
  });
  await quotation.save();
  const { reason, attempts } = await settled(app, webhook, 'failed');

  expect(reason).toContain('no account for [redacted]');
  expect(attempts[0]?.error).toContain('no account for [redacted]');
  expect(await shownOf(webhook)).not.toContain('t0ken');
});

describe('a receiver that speaks no HTTP', () => {
  let server: Server;
  let begin: string;
  let sent: string;
  beforeAll(async () => {
    server = createServer().on('connection', (socket) => {
      socket.on('data', (data) => {
        sent = data.toString('latin1');
        socket.end(`${begin}${sent}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test.each([
    ['at once', 'ERR '],
    ['as a header without a name', 'HTTP/1.1 400 Bad\r\n: '],
    ['as a length', 'HTTP/1.1 400 Bad\r\ncontent-length: '],
  ])('and sends it all back %s shows nothing in the error either', async (_, beginning) => {
    const { app } = scene;
    const { port } = server.address() as AddressInfo;
    begin = beginning;
    const webhook = await createWebhook(app, {
      url: `http://127.0.0.1:${String(port)}/`,
      headers: headers.slice(0, 2),
      retryDelays: [],
    });
    await quotation.save();
    const { attempts } = await settled(app, webhook, 'failed');

    expect(sent).toContain(TOKEN);
    expect(attempts).toMatchObject([{ outcome: 'connection-error' }]);
    const shown = await shownOf(webhook);
    for (const trace of TRACES) expect(shown).not.toContain(trace);
  });
});

test('a preview masks what is typed as a secret, and shows nothing that is stored', async () => {
  const { app, receiver } = scene;
  const api = await superAdmin(app);
  const webhook = await createWebhook(app, {
    url: receiver.url,
    headers: [{ key: 'X-Stored', value: TOKEN, secret: true }],
  });
  await quotation.save('typed-');
  const { text } = await api.call('post', '/document-webhooks/webhooks/preview', {
    uid: QUOTATION,
    documentId: quotation.documentId,
    event: 'entry.update',
    webhook: {
      documentId: webhook.documentId,
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      url: 'https://elsewhere.example/',
      mapping: [{ fieldname: 'customer' }],
      headers: [
        { key: 'X-Stored', value: null, secret: true },
        { key: 'X-Typed', value: 'typed-{{ $env("TOKEN") }}', secret: true },
      ],
    },
  });
  expect(JSON.parse(text)).toMatchObject({
    data: {
      error: null,
      request: {
        headers: { 'X-Stored': '[redacted]', 'X-Typed': '[redacted]' },
        body: '{"customer":"typed-"}',
      },
    },
  });
  for (const trace of TRACES) expect(text).not.toContain(trace);
});

/** On PostgreSQL knex leaves the values out. */
const QUOTING =
  process.env['TEST_DATABASE'] === 'postgres' ? /could not be claimed/ : /pasted \[redacted\]!/;

test('lines of the log are masked, as an error that quotes a statement with its values', async () => {
  const { app, receiver } = scene;
  const { strapi } = app;
  const lines: unknown[] = [];
  const heard = jest.spyOn(strapi.log, 'error').mockImplementation((line) => {
    lines.push(line);
    return strapi.log;
  });
  const rename = (from: string, to: string) =>
    strapi.db.connection.schema.alterTable(DELIVERY_TABLE, (table) => {
      table.renameColumn(from, to);
    });
  const webhook = await createWebhook(app, {
    url: receiver.url,
    state: 'paused',
    mapping: [{ fieldname: 'customer' }],
    headers: [{ key: 'X-Token', value: 's3cr3t-in-full', secret: true }],
  });
  await quotation.save('they pasted s3cr3t-in-full!');
  await rename('body_format', 'gone');
  try {
    await updateWebhook(app, webhook, { state: 'enabled' });
    await eventually(async () => {
      expect(lines.join()).toMatch(QUOTING);
      return Promise.resolve();
    });
  } finally {
    await rename('gone', 'body_format');
    heard.mockRestore();
  }
  expect(lines.join()).not.toContain('s3cr3t');
  await settled(app, webhook, 'delivered');
});
