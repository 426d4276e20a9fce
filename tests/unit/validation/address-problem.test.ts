import type { ResolveHost } from '../../../server/src/network/resolve-host';
import { createAddressProblem } from '../../../server/src/validation/address-problem';
import { config } from '../config-of';
import { problemAtSave, resolve } from '../network/judge';

const { network } = config();

test('a name that does not resolve now may be saved', async () => {
  expect(await createAddressProblem(network, resolve)('https://unknown.example/')).toBeNull();
});

test('a name server that does not answer holds a save up for a moment only', async () => {
  const silent: ResolveHost = () => new Promise(() => undefined);

  expect(await createAddressProblem(network, silent, 20)('https://public.example/')).toBeNull();
});

const HOSTLESS = [undefined, null, 5, '', 'nowhere', 'https://', 'file:///etc/passwd'];

test.each(HOSTLESS)('%j has no host, and nothing is looked up', async (url) => {
  const asked = jest.fn(resolve);

  expect(await createAddressProblem(network, asked)(url)).toBeNull();
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
