import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeCertificate } from '../../support/certificates';
import { settled } from '../../support/deliveries';
import { startHttpsReceiver, type HttpsReceiver } from '../../support/https-receiver';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const RAW = /SSL routines|OpenSSL|alert|error:|:0A[0-9A-F]{6}|\.c:/;

const ca = makeCertificate({ subject: 'CA' });
const otherCa = makeCertificate({ subject: 'Other CA' });
const server = makeCertificate({
  subject: 'server',
  issuer: ca,
  extensions: 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3',
});
const client = makeCertificate({ subject: 'strapi', issuer: ca });
const foreign = makeCertificate({ subject: 'foreign', issuer: otherCa });

const folder = mkdtempSync(path.join(tmpdir(), 'document-webhooks-tls-'));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const bundle = fileOf('bundle.pem', `${otherCa.cert}\n${ca.cert}`);

const scene = useScene({
  config: {
    network: {
      tls: [
        {
          host: '127.0.0.1',
          ca: bundle,
          cert: fileOf('client.pem', client.cert),
          key: fileOf('client-key.pem', client.key),
        },
        { host: '127.0.0.2', ca: bundle },
        { host: '127.0.0.3', ca: ca.cert, cert: foreign.cert, key: foreign.key },
      ],
    },
  },
});
const quotation = useQuotation(scene);
let receiver: HttpsReceiver;

async function start(more: ServerOptions = {}): Promise<void> {
  receiver = await startHttpsReceiver({ ...server, ca: ca.cert, requestCert: true, ...more });
}

afterEach(() => receiver.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function webhookTo(host: string) {
  const url = `https://${host}:${String(receiver.port)}/`;
  return createWebhook(scene.app, { url, retryDelays: [] });
}

test('a receiver that demands a client certificate gets that of its host, and no other host does', async () => {
  await start();
  const known = await webhookTo('127.0.0.1');
  const other = await webhookTo('127.0.0.2');
  await quotation.save();

  await settled(scene.app, known, 'delivered');
  const refused = await settled(scene.app, other, 'failed');
  expect(receiver.clients).toEqual(['strapi']);
  expect(refused.attempts).toHaveLength(1);
});

test.each<[string, string, 'TLSv1.2' | 'TLSv1.3', RegExp]>([
  [
    'no certificate',
    '127.0.0.2',
    'TLSv1.2',
    /client certificate.*`cert` and `key` in `network\.tls`/,
  ],
  [
    'no certificate',
    '127.0.0.2',
    'TLSv1.3',
    /client certificate.*`cert` and `key` in `network\.tls`/,
  ],
  ['one of another CA', '127.0.0.3', 'TLSv1.2', /client certificate.*`network\.tls`/],
  ['one of another CA', '127.0.0.3', 'TLSv1.3', /client certificate.*`network\.tls`/],
])('%s: the log of %s by %s says so in plain words', async (_what, host, maxVersion, words) => {
  await start({ maxVersion });
  const webhook = await webhookTo(host);
  await quotation.save();

  const { attempts, reason } = await settled(scene.app, webhook, 'failed');

  expect(attempts[0]).toMatchObject({ outcome: 'tls-error', statusCode: null });
  expect(attempts[0]?.error).toMatch(words);
  expect(reason).toBe(attempts[0]?.error);
  expect(reason).not.toMatch(RAW);
});

test('a CA of one host is none of another: the log names where to put it', async () => {
  await start({ requestCert: false });
  const known = await webhookTo('127.0.0.2');
  const unknown = await webhookTo('localhost');
  await quotation.save();

  await settled(scene.app, known, 'delivered');
  const { attempts } = await settled(scene.app, unknown, 'failed');
  expect(attempts[0]?.outcome).toBe('tls-error');
  expect(attempts[0]?.error).toMatch(/`ca` in `network\.tls`/);
  expect(attempts[0]?.error).not.toMatch(RAW);
});
