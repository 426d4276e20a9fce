import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { NetworkConfig } from '../../../../server/src/config';
import type { ResolveHost } from '../../../../server/src/network/resolve-host';
import { createHttpSender } from '../../../../server/src/relay/http/http-sender';
import { startHttpProxy, type HttpProxy } from '../../../support/http-proxy';
import { startReceiver, type Receiver } from '../../../support/receiver';
import { config } from '../../config-of';

let receiver: Receiver;
let proxy: HttpProxy;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  receiver = await startReceiver();
  proxy = await startHttpProxy(receiver.port);
});
beforeEach(() => {
  receiver.reset();
  proxy.tunnels.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await proxy.close();
  await receiver.close();
});

/** Each look-up takes the next answer; the last one stays. */
function resolver(...answers: string[][]): ResolveHost & { asked: string[] } {
  const asked: string[] = [];
  const resolve: ResolveHost = (host) => {
    asked.push(host);
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    return Promise.resolve(answer.map((address) => ({ address, family: 4 })));
  };
  return Object.assign(resolve, { asked });
}

function senderOf(network: Partial<NetworkConfig>, resolve: ResolveHost) {
  const { send, close } = createHttpSender(config(network).network, resolve);
  closing.push(close);
  return (url: string, timeoutMs = 5_000) =>
    send(
      { method: 'POST', url, headers: {}, secretHeaders: [], body: '{}' },
      { timeoutMs, maxResponseBytes: 100, stopping: new AbortController().signal },
    );
}

const hook = (host: string) => `http://${host}:${String(receiver.port)}/hook`;

test('an address is blocked without a look-up', async () => {
  const resolve = resolver(['8.8.8.8']);

  const outcome = await senderOf({}, resolve)(receiver.url);

  expect(outcome).toMatchObject({ kind: 'blocked', statusCode: null });
  expect(outcome.error).toContain('127.0.0.1 is a loopback address');
  expect(resolve.asked).toEqual([]);
  expect(receiver.requests).toEqual([]);
});

test('a name of a loopback address is blocked when it is dialled', async () => {
  const outcome = await senderOf({}, resolver(['127.0.0.1']))(hook('hooks.example'));

  expect(outcome).toMatchObject({ kind: 'blocked', statusCode: null });
  expect(receiver.requests).toEqual([]);
});

test('over https too', async () => {
  const send = senderOf({}, resolver(['127.0.0.1']));

  expect((await send(hook('hooks.example').replace('http:', 'https:'))).kind).toBe('blocked');
});

test('one forbidden address among public ones blocks the name', async () => {
  const send = senderOf({}, resolver(['8.8.8.8', '127.0.0.1']));

  expect((await send(hook('hooks.example'))).kind).toBe('blocked');
  expect(receiver.requests).toEqual([]);
});

test('what was judged is what is dialled: a name that turns to another address changes nothing', async () => {
  const resolve = resolver(['127.0.0.1'], ['10.0.0.1']);

  const outcome = await senderOf({ allow: ['127.0.0.1'] }, resolve)(hook('hooks.example'));

  expect(outcome).toMatchObject({ kind: 'response', statusCode: 200 });
  expect(resolve.asked).toEqual(['hooks.example']);
  expect(receiver.requests.map(({ headers }) => headers.host)).toEqual([
    `hooks.example:${String(receiver.port)}`,
  ]);
});

test('a name that was public when it was saved and is loopback now is blocked', async () => {
  const resolve = resolver(['203.0.114.1'], ['127.0.0.1']);
  const send = senderOf({}, resolve);

  // Nobody answers there, as far as a test can tell.
  const first = await send(hook('hooks.example'), 100);
  const second = await send(hook('hooks.example'));

  expect(first.kind).not.toBe('blocked');
  expect(first.statusCode).toBeNull();
  expect(second.kind).toBe('blocked');
  expect(receiver.requests).toEqual([]);
});

test('a connection that is kept was judged when it was dialled', async () => {
  const resolve = resolver(['127.0.0.1'], ['10.0.0.1']);
  const send = senderOf({ allow: ['127.0.0.1'] }, resolve);

  const first = await send(hook('hooks.example'));
  await sleep(50);
  const second = await send(hook('hooks.example'));

  expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
  expect(resolve.asked).toEqual(['hooks.example']);
});

test.each([
  ['ftp://8.8.8.8/', 'Only http and https'],
  ['http://user:secret@8.8.8.8/', 'credentials'],
])('%s is blocked, and its reason tells no secret', async (url, words) => {
  const { kind, error } = await senderOf({}, resolver([]))(url);

  expect(kind).toBe('blocked');
  expect(error).toContain(words);
  expect(error).not.toContain('secret');
});

test('a redirect is not followed', async () => {
  receiver.replyWith({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });

  const outcome = await senderOf({ allow: ['127.0.0.1'] }, resolver([]))(receiver.url);

  expect(outcome).toMatchObject({ kind: 'response', statusCode: 302 });
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/']);
});

describe('through a proxy', () => {
  test('what is public goes through, by its name', async () => {
    const send = senderOf({ proxy: proxy.url }, resolver(['8.8.8.8']));

    const outcome = await send('http://hooks.example/hook');

    expect(outcome).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(proxy.tunnels).toEqual(['hooks.example:80']);
    expect(receiver.requests.map(({ path, headers }) => [path, headers.host])).toEqual([
      ['/hook', 'hooks.example'],
    ]);
  });

  test.each([
    ['a name of a private address', 'http://hooks.example/', ['10.0.0.1']],
    ['a name with one private address', 'http://hooks.example/', ['8.8.8.8', '10.0.0.1']],
    ['an address', 'http://127.0.0.1/', ['8.8.8.8']],
    ['an address of IPv6', 'http://[::1]/', ['8.8.8.8']],
    ['this machine', 'http://localhost/', ['8.8.8.8']],
  ])('%s does not reach it', async (_what, url, addresses) => {
    const outcome = await senderOf({ proxy: proxy.url }, resolver(addresses))(url);

    expect(outcome.kind).toBe('blocked');
    expect(proxy.tunnels).toEqual([]);
  });

  test('a name is judged before each request', async () => {
    const send = senderOf({ proxy: proxy.url }, resolver(['8.8.8.8'], ['10.0.0.1']));

    expect((await send('http://hooks.example/')).kind).toBe('response');
    expect((await send('http://hooks.example/')).kind).toBe('blocked');
    expect(receiver.requests).toHaveLength(1);
  });

  test('a name that does not resolve here does not reach it', async () => {
    const none: ResolveHost = () =>
      Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));

    const outcome = await senderOf({ proxy: proxy.url }, none)('http://hooks.example/');

    expect(outcome.kind).toBe('dns-error');
    expect(proxy.tunnels).toEqual([]);
  });

  test('the deadline is the only one while the receiver is slow to speak TLS', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const slow = await startHttpProxy((silent.address() as AddressInfo).port);
    closing.push(slow.close, () => new Promise((resolve) => silent.close(() => resolve())));

    const outcome = await senderOf({ proxy: slow.url }, resolver(['8.8.8.8']))(
      'https://hooks.example/',
      11_000,
    );

    expect(slow.tunnels).toEqual(['hooks.example:443']);
    expect(outcome).toMatchObject({
      kind: 'timeout',
      error: 'No complete response within 11000 ms',
    });
  }, 20_000);

  test('the deadline holds while a name server is silent', async () => {
    const silent: ResolveHost = () => new Promise(() => undefined);

    const outcome = await senderOf({ proxy: proxy.url }, silent)('http://hooks.example/', 100);

    expect(outcome.kind).toBe('timeout');
  });
});
