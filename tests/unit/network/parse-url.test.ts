import { parseUrl } from '../../../server/src/network/parse-url';

test('what is no URL is null', () => {
  expect(parseUrl('example.com/hook')).toBeNull();
  expect(parseUrl('https://')).toBeNull();
});

// Node 20.20 refused the host after some 4 500 calls of `URL.canParse`.
test('a host with a letter of Latin-1 is one however often it is asked', () => {
  const hosts = new Set<string | undefined>();

  for (let call = 0; call < 50_000; call += 1) {
    hosts.add(parseUrl('https://bücher.example/')?.host);
  }

  expect([...hosts]).toEqual(['xn--bcher-kva.example']);
});
