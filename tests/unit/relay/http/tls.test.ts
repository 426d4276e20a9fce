import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Core } from '@strapi/strapi';

import { readConfig } from '../../../../server/src/config';
import { readTlsIdentities, type TlsEntry } from '../../../../server/src/network/tls-identity';
import { createHttpSender } from '../../../../server/src/relay/http/http-sender';
import { makeCertificate } from '../../../support/certificates';
import { startHttpProxy } from '../../../support/http-proxy';
import { startReceiver, type Receiver } from '../../../support/receiver';
import { config } from '../../config-of';

const LOCAL = 'subjectAltName=DNS:hooks.internal,IP:127.0.0.1';
const ca = makeCertificate({ subject: 'CA' });
const otherCa = makeCertificate({ subject: 'Other CA' });
const server = makeCertificate({ subject: 'server', issuer: ca, extensions: LOCAL });
const client = makeCertificate({ subject: 'client', issuer: ca });
const foreign = makeCertificate({ subject: 'foreign', issuer: otherCa });
const selfSigned = makeCertificate({ subject: 'self', extensions: LOCAL });
const elsewhere = makeCertificate({
  subject: 'elsewhere',
  issuer: ca,
  extensions: 'subjectAltName=DNS:elsewhere.example',
});
const expired = makeCertificate({ subject: 'old', issuer: ca, extensions: LOCAL, days: -1 });

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The port of a receiver that answers 200 over TLS. */
async function listen(options: ServerOptions): Promise<number> {
  const https = createServer(options, (request, response) => {
    request.resume().on('end', () => response.end('ok'));
  });
  https.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    https.closeAllConnections();
    return new Promise((resolve) => https.close(resolve));
  });
  return (https.address() as AddressInfo).port;
}

function senderWith(entries: TlsEntry[], proxy?: string) {
  const tls = readTlsIdentities(entries, tmpdir());
  const { network } = config({ allow: ['127.0.0.1', 'hooks.internal'], proxy });
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]);
  const { send, close } = createHttpSender({ ...network, tls }, resolve);
  closing.push(close);
  return (port: number, host = 'hooks.internal') =>
    send(
      {
        method: 'POST',
        url: `https://${host}:${String(port)}/`,
        headers: {},
        secretHeaders: [],
        body: '{}',
      },
      { timeoutMs: 5_000, maxResponseBytes: 100, stopping: new AbortController().signal },
    );
}

const TRUSTED = { host: 'hooks.internal', ca: ca.cert };
const NO_RAW = /SSL routines|OpenSSL|alert|error:|routines|\.c:/;

test.each([
  ['is self-signed', selfSigned, [], /self-signed.*`ca`.*DEPTH_ZERO_SELF_SIGNED_CERT/],
  ['is from an unknown CA', server, [], /traced to a trusted CA.*`ca` in `network\.tls`/],
  ['has expired', expired, [TRUSTED], /expired.*CERT_HAS_EXPIRED/],
  ['is for another host', elsewhere, [TRUSTED], /another host name/],
])('a certificate that %s is a tls-error in plain words', async (_what, own, entries, words) => {
  const outcome = await senderWith(entries)(await listen(own));

  expect(outcome).toMatchObject({ kind: 'tls-error', statusCode: null });
  expect(outcome.error).toMatch(words);
  expect(outcome.error).not.toMatch(NO_RAW);
});

test('an old version of TLS is a tls-error in plain words', async () => {
  const options = {
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    ciphers: 'ALL@SECLEVEL=0',
  } as const;

  const outcome = await senderWith([TRUSTED])(await listen({ ...server, ...options }));

  expect(outcome.kind).toBe('tls-error');
  expect(outcome.error).toMatch(/no TLS version in common/);
  expect(outcome.error).not.toMatch(NO_RAW);
});

test('plain HTTP where TLS was meant is a tls-error in plain words', async () => {
  const receiver: Receiver = await startReceiver();
  closing.push(receiver.close);

  const outcome = await senderWith([TRUSTED])(receiver.port);

  expect(outcome.kind).toBe('tls-error');
  expect(outcome.error).toMatch(/does not speak TLS/);
  expect(outcome.error).not.toMatch(NO_RAW);
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a receiver that wants a certificate by %s',
  (version) => {
    const wanting = (): Promise<number> =>
      listen({ ...server, ca: ca.cert, requestCert: true, maxVersion: version });

    test('says so where there is none', async () => {
      const outcome = await senderWith([TRUSTED])(await wanting());

      expect(outcome).toMatchObject({ kind: 'tls-error', statusCode: null });
      expect(outcome.error).toMatch(/client certificate.*`network\.tls`/);
      expect(outcome.error).not.toMatch(NO_RAW);
    });

    test('says so where it refuses the one that it got', async () => {
      const outcome = await senderWith([{ ...TRUSTED, ...foreign }])(await wanting());

      expect(outcome).toMatchObject({ kind: 'tls-error', statusCode: null });
      expect(outcome.error).toMatch(/client certificate/);
      expect(outcome.error).not.toContain('PRIVATE KEY');
    });

    test('gets that of network.tls, and answers', async () => {
      const send = senderWith([{ ...TRUSTED, cert: client.cert, key: client.key }]);
      const port = await wanting();

      expect(await send(port)).toMatchObject({ kind: 'response', statusCode: 200 });
      expect(await send(port)).toMatchObject({ kind: 'response', statusCode: 200 });
    });
  },
);

test('a CA is trusted for its hosts only', async () => {
  const port = await listen(server);

  expect((await senderWith([TRUSTED])(port)).kind).toBe('response');
  expect((await senderWith([{ ...TRUSTED, host: '*.internal' }])(port)).kind).toBe('response');
  expect((await senderWith([{ ...TRUSTED, host: '127.0.0.1' }])(port, '127.0.0.1')).kind).toBe(
    'response',
  );
  expect((await senderWith([{ ...TRUSTED, host: 'internal' }])(port)).kind).toBe('tls-error');
  expect((await senderWith([TRUSTED])(port, '127.0.0.1')).kind).toBe('tls-error');
});

test('the first entry for a host counts', async () => {
  const port = await listen(server);
  const wrong = { host: '*.internal', ca: otherCa.cert };

  expect((await senderWith([TRUSTED, wrong])(port)).kind).toBe('response');
  expect((await senderWith([wrong, TRUSTED])(port)).kind).toBe('tls-error');
});

test('a bundle holds several certificates', async () => {
  const bundle = `# ours\n${otherCa.cert}\n${ca.cert}`;

  const outcome = await senderWith([{ ...TRUSTED, ca: bundle }])(await listen(server));

  expect(outcome.kind).toBe('response');
});

test('through a proxy too', async () => {
  const port = await listen({ ...server, ca: ca.cert, requestCert: true });
  const proxy = await startHttpProxy(port);
  closing.push(proxy.close);

  const send = senderWith([{ ...TRUSTED, cert: client.cert, key: client.key }], proxy.url);

  expect(await send(443)).toMatchObject({ kind: 'response', statusCode: 200 });
  expect(proxy.tunnels).toEqual(['hooks.internal:443']);
});

describe('at boot', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'document-webhooks-tls-'));
    writeFileSync(path.join(folder, 'client.pem'), client.cert);
    writeFileSync(path.join(folder, 'client-key.pem'), client.key);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function read(entry: object) {
    const values: Record<string, unknown> = {
      'plugin::document-webhooks': { network: { tls: [{ host: 'hooks.internal', ...entry }] } },
    };
    const strapi = {
      dirs: { app: { root: folder } },
      config: { get: (key: string) => values[key] },
    };
    return readConfig(strapi as unknown as Core.Strapi).network.tls;
  }

  test('files are read from the folder of the app', () => {
    const [identity] = read({ cert: 'client.pem', key: 'client-key.pem' });

    expect(identity?.options).toEqual({ cert: client.cert, key: client.key });
  });

  test.each([
    ['ca', { ca: 'none.pem' }, /"none\.pem" is no such file \(ENOENT\).*text in PEM/],
    ['ca', { ca: '.' }, /EISDIR/],
    ['ca', { ca: client.key }, /holds no certificate/],
    ['ca', { ca: ca.cert.replace(/[A-Za-z]{20}/, 'A'.repeat(20)) }, /certificate 1 cannot be read/],
    ['cert', { cert: 'client-key.pem', key: 'client-key.pem' }, /holds no certificate/],
    ['key', { cert: 'client.pem', key: 'client.pem' }, /holds no private key/],
    ['key', { cert: client.cert, key: foreign.key }, /does not belong to the certificate/],
    ['key', { cert: client.cert, key: 'missing.pem' }, /ENOENT/],
  ])('a bad %s stops it, with its place and none of its text', (name, entry, words) => {
    expect(() => read(entry)).toThrow(words);
    expect(() => read(entry)).toThrow(`"network.tls.0.${name}"`);
    expect(() => read(entry)).toThrow(
      /^Error regarding document-webhooks config: (?![^]*BEGIN EC)/,
    );
  });
});
