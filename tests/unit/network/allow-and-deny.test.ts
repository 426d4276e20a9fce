import type { NetworkConfig } from '../../../server/src/config';
import { problemAtSave, problemAtSend } from './judge';

type Lists = Partial<NetworkConfig>;

const CASES: [lists: Lists, url: string, verdict: 'allowed' | 'blocked'][] = [
  [{ allow: ['10.0.0.0/8'] }, 'http://10.1.2.3/', 'allowed'],
  [{ allow: ['10.1.2.3'] }, 'http://10.1.2.3/', 'allowed'],
  [{ allow: ['10.1.2.3'] }, 'http://10.1.2.4/', 'blocked'],
  [{ allow: ['10.0.0.0/8'] }, 'http://11.1.2.3/', 'allowed'],
  [{ allow: ['10.0.0.0/8'] }, 'http://192.168.0.1/', 'blocked'],
  [{ allow: ['127.0.0.1/8'] }, 'http://127.9.9.9/', 'allowed'],
  [{ allow: ['127.0.0.0/8'] }, 'http://2130706433/', 'allowed'],
  [{ allow: ['127.0.0.0/8'] }, 'http://[::ffff:127.0.0.1]/', 'allowed'],
  [{ allow: ['::ffff:127.0.0.0/104'] }, 'http://127.0.0.1/', 'allowed'],
  [{ allow: ['127.0.0.0/8'] }, 'http://[::1]/', 'blocked'],
  [{ allow: ['::1'] }, 'http://[::1]/', 'allowed'],
  [{ allow: ['127.0.0.0/8'] }, 'https://loopback.example/', 'allowed'],
  [{ allow: ['127.0.0.0/8'] }, 'http://app.localhost/', 'allowed'],
  [{ allow: ['fd00::/8'] }, 'https://ula.example/', 'allowed'],
  [{ allow: ['fe80::/10'] }, 'https://zone.example/', 'allowed'],
  [{ allow: ['0.0.0.0/0', '::/0'] }, 'http://169.254.169.254/', 'allowed'],
  [{ allow: ['0.0.0.0/0'] }, 'http://[fd00::1]/', 'blocked'],
  [{ allow: ['10.0.0.1'] }, 'https://mixed.example/', 'allowed'],
  [{ allow: ['10.0.0.2'] }, 'https://mixed.example/', 'blocked'],
  // The address within counts too.
  [{ allow: ['2002::/16'] }, 'http://[2002:808:808::1]/', 'allowed'],
  [{ allow: ['2002::/16'] }, 'http://[2002:7f00:1::1]/', 'blocked'],
  [{ allow: ['2001::/32'] }, 'http://[2001:0:808:808::f7f7:f7f7]/', 'allowed'],
  [{ allow: ['2001::/32'] }, 'http://[2001:0:7f00:1::f7f7:f7f7]/', 'blocked'],
  [{ allow: ['2001::/32'] }, 'http://[2001:0:808:808::80ff:fffe]/', 'blocked'],
  [{ allow: ['64:ff9b:1::/48'] }, 'http://[64:ff9b:1::8.8.8.8]/', 'allowed'],
  [{ allow: ['64:ff9b:1::/48'] }, 'http://[64:ff9b:1::127.0.0.1]/', 'blocked'],
  [{ allow: ['64:ff9b:1::/48'] }, 'http://[64:ff9b:1:808:8:800::]/', 'allowed'],
  [{ allow: ['64:ff9b:1::/48'] }, 'http://[64:ff9b:1:7f00:0:100::]/', 'blocked'],
  [{ allow: ['64:ff9b::/96'] }, 'http://[64:ff9b::10.0.0.1]/', 'blocked'],
  [{ allow: ['10.0.0.0/8'] }, 'http://[64:ff9b::10.0.0.1]/', 'allowed'],
  [{ allow: ['::/96'] }, 'http://[::1]/', 'allowed'],
  // By name.
  [{ allow: ['private.example'] }, 'https://private.example/', 'allowed'],
  [{ allow: ['PRIVATE.example.'] }, 'https://Private.Example./', 'allowed'],
  [{ allow: ['private.example'] }, 'https://metadata.example/', 'blocked'],
  [{ allow: ['private.example'] }, 'http://192.168.1.1/', 'blocked'],
  [{ allow: ['example'] }, 'https://private.example/', 'blocked'],
  [{ allow: ['*.example'] }, 'https://private.example/', 'allowed'],
  [{ allow: ['*.private.example'] }, 'https://private.example/', 'blocked'],
  [{ allow: ['localhost'] }, 'http://localhost/', 'allowed'],
  [{ allow: ['localhost'] }, 'http://app.localhost/', 'blocked'],
  [{ deny: ['bücher.example'] }, 'https://xn--bcher-kva.example/', 'blocked'],
  // What is denied is denied.
  [{ deny: ['8.8.8.0/24'] }, 'http://8.8.8.8/', 'blocked'],
  [{ deny: ['8.8.8.8'] }, 'https://dual.example/', 'blocked'],
  [{ deny: ['8.8.8.8'] }, 'http://[64:ff9b::8.8.8.8]/', 'blocked'],
  [{ deny: ['::ffff:8.8.8.8'] }, 'http://8.8.8.8/', 'blocked'],
  [{ deny: ['public.example'] }, 'https://public.example./', 'blocked'],
  [{ deny: ['public.example'] }, 'https://public6.example/', 'allowed'],
  [{ deny: ['*.example'] }, 'https://public.example/', 'blocked'],
  [{ allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] }, 'http://10.1.0.1/', 'blocked'],
  [{ allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] }, 'http://10.2.0.1/', 'allowed'],
  [{ allow: ['10.1.0.1'], deny: ['10.0.0.0/8'] }, 'http://10.1.0.1/', 'blocked'],
  [
    { allow: ['metadata.example'], deny: ['169.254.169.254'] },
    'https://metadata.example/',
    'blocked',
  ],
  [
    { allow: ['private.example'], deny: ['private.example'] },
    'https://private.example/',
    'blocked',
  ],
  [{ allow: ['2002::/16'], deny: ['8.8.8.8'] }, 'http://[2002:808:808::1]/', 'blocked'],
];

describe.each([
  ['save', problemAtSave],
  ['send', problemAtSend],
])('at %s', (_when, problemAt) => {
  test.each(CASES)('with %j %s is %s', async (lists, url, verdict) => {
    const problem = await problemAt(url, lists);

    expect(problem === null ? 'allowed' : 'blocked').toBe(verdict);
  });
});

test.each([
  ['http://2130706433/', {}, '127.0.0.1 is a loopback address (127.0.0.0/8)'],
  ['https://mixed.example/', {}, 'mixed.example resolves to a private address (10.0.0.0/8)'],
  ['http://8.8.8.8/', { deny: ['8.0.0.0/8'] }, '8.8.8.8 may not be called: network.deny names it'],
  ['https://public.example/', { deny: ['8.0.0.0/8'] }, 'an address that network.deny names'],
])('of %s with %j it says why', async (url, lists, words) => {
  expect(await problemAtSave(url, lists)).toContain(words);
  expect(await problemAtSend(url, lists)).toContain(words);
});

test('what is not denied comes with its remedy, and without the address that a name has', async () => {
  expect(await problemAtSave('http://10.1.2.3/')).toContain('network.allow');
  const problem = await problemAtSend('https://private.example/');
  expect(problem).toContain('network.allow');
  expect(problem).not.toContain('192.168.1.1');
});
