import type { ResolveHost } from '../../../server/src/network/resolve-host';
import { createLookUpHosts } from '../../../server/src/validation/look-up-hosts';
import { config } from '../config-of';
import { problemAtSave, resolve } from '../network/judge';

const { network } = config();
const silent: ResolveHost = () => new Promise(() => undefined);

test('a name that does not resolve now may be saved', async () => {
  const url = 'https://unknown.example/';

  expect((await createLookUpHosts(network, resolve)([url]))(url)).toBeNull();
});

test('a name server that does not answer holds a save up for a moment only', async () => {
  const url = 'https://public.example/';

  expect((await createLookUpHosts(network, silent, 20)([url]))(url)).toBeNull();
});

test('of many hosts whose name server does not answer, one is asked for, and all wait for the same moment', async () => {
  const asked = jest.fn(silent);
  const urls = Array.from({ length: 50 }, (_, i) => `https://private-${String(i)}.example/`);

  const addressProblem = await createLookUpHosts(network, asked, 20)(urls);

  expect(asked).toHaveBeenCalledTimes(1);
  expect(urls.filter((url) => addressProblem(url) !== null)).toEqual([]);
});

test('a host is looked up once, whatever follows it in the URL', async () => {
  const asked = jest.fn(resolve);
  const urls = ['https://private.example/a', ' https://private.example/b'];

  const addressProblem = await createLookUpHosts(network, asked)(urls);

  expect(asked).toHaveBeenCalledTimes(1);
  expect(urls.map(addressProblem)).toEqual([expect.any(String), expect.any(String)]);
});

const HOSTLESS = [undefined, null, 5, '', 'nowhere', 'https://', 'file:///etc/passwd'];

test.each(HOSTLESS)('%j has no host, and nothing is looked up', async (url) => {
  const asked = jest.fn(resolve);

  expect((await createLookUpHosts(network, asked)([url]))(url)).toBeNull();
  expect(asked).not.toHaveBeenCalled();
});

test.each([
  ['https://private.example/{{ doc.title }}', false],
  ['https://private.example?id={{ doc.title }}', false],
  ['http://127.0.0.1/{{ doc.title }}', false],
  ['http://0x7f.1/{{ doc.title }}', false],
  ['https://public.example/{{ doc.title }}', true],
])('%s: the host that is fixed is judged', async (url, isAllowed) => {
  expect((await problemAtSave(url)) === null).toBe(isAllowed);
});

test.each([
  'https://{{ doc.title }}/',
  'https://{{ doc.title }}.example/',
  'http://127.0.0.{{ doc.title }}/',
  'http://127.0.0.1{{ doc.title }}/',
])('%s: of a host that is not fixed nothing is known', async (url) => {
  expect(await problemAtSave(url, { dynamicHosts: true })).toBeNull();
});
