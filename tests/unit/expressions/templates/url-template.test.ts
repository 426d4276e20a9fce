import { compileUrlTemplate } from '../../../../server/src/expressions/templates/url-template';
import { UNHURRIED } from '../options';
import { render } from '../render';

const CONTEXT = {
  doc: {
    slug: 'a b/c?d#e&f=g%h+é',
    id: 7,
    ok: true,
    none: null,
    dots: '..',
    dot: '.',
    encoded: '%2e%2E',
    tags: ['a'],
    author: { name: 'Ann' },
    host: 'shop.example.com',
    ip: '::1',
    evil: 'evil.example/x?',
    user: 'a@b',
    half: '\ud800',
  },
};
const ENCODED = 'a%20b%2Fc%3Fd%23e%26f%3Dg%25h%2B%C3%A9';

const compile = (url: string, dynamicHosts = false) =>
  compileUrlTemplate(url, { ...UNHURRIED, dynamicHosts });

function errorOf(url: string): unknown {
  try {
    return compile(url);
  } catch (error) {
    return error;
  }
}

test.each([
  ['https://example.com/hook', 'https://example.com/hook'],
  ['https://example.com/{{ doc.slug }}/x', `https://example.com/${ENCODED}/x`],
  ['https://example.com/x?q={{doc.slug}}&r=1', `https://example.com/x?q=${ENCODED}&r=1`],
  ['https://example.com?q={{doc.slug}}', `https://example.com?q=${ENCODED}`],
  ['https://example.com/#{{doc.slug}}', `https://example.com/#${ENCODED}`],
  ['https://example.com/{{doc.id}}-{{doc.ok}}', 'https://example.com/7-true'],
  ['https://example.com/{{doc.none}}/{{doc.missing}}?', 'https://example.com//?'],
  ['https://example.com/v{{doc.dots}}', 'https://example.com/v..'],
  ['https://example.com/{{doc.encoded}}', 'https://example.com/%252e%252E'],
  ['https://example.com/x?q={{doc.dots}}', 'https://example.com/x?q=..'],
  ['https://example.com/a/../{{doc.id}}', 'https://example.com/a/../7'],
  ['https://example.com/{{ "}}" & {"a": {"b": 1}}.a.b }}', 'https://example.com/%7D%7D1'],
  [' https://example.com/{{doc.id}} ', 'https://example.com/7'],
])('%s', async (url, expected) => {
  await expect(render(compile(url), CONTEXT)).resolves.toBe(expected);
});

test.each([
  ['https://example.com/{{doc.dots}}/x'],
  ['https://example.com/x/{{doc.dots}}'],
  ['https://example.com/x/{{doc.dot}}?q'],
  ['https://example.com/x/.{{doc.dot}}/y'],
  ['https://example.com/x\\{{doc.dots}}\\y'],
])('a value does not climb in %s', async (url) => {
  await expect(render(compile(url), CONTEXT)).rejects.toMatchObject({
    kind: 'evaluation',
    message: 'A value results in the path segment "." or "..", which would change the path',
  });
});

test.each([
  ['https://example.com/{{doc.tags}}', '{{ doc.tags }}: The result is a list'],
  ['https://example.com/?a={{doc.author}}', '{{ doc.author }}: The result is an object'],
  ['https://example.com/{{doc.half}}', '{{ doc.half }}: URI malformed'],
  ['https://example.com/{{doc.id + "a"}}', '{{ doc.id + "a" }}: The right side of the "+"'],
])('%s cannot be rendered', async (url, message) => {
  await expect(render(compile(url), CONTEXT)).rejects.toThrow(message);
});

test.each([
  [
    'https://{{doc.host}}/x',
    '{{ doc.host }}: Expressions in the host need the setting network.dynamicHosts',
  ],
  [
    'https://example.com:{{doc.id}}/x',
    'Expressions in the host need the setting network.dynamicHosts',
  ],
  [
    'https://{{doc.user}}@example.com/x',
    'Expressions in the host need the setting network.dynamicHosts',
  ],
  ['https:////{{doc.host}}/x', 'Expressions in the host need the setting network.dynamicHosts'],
  [
    'https://example.com{{doc.host}}',
    'Expressions in the host need the setting network.dynamicHosts',
  ],
  ['{{doc.host}}://example.com', 'The URL must begin with http:// or https://'],
  ['{{doc.url}}', 'The URL must begin with http:// or https://'],
  ['htt{{"ps"}}://example.com', 'The URL must begin with http:// or https://'],
  ['https:/example.com/{{doc.id}}', 'The URL must begin with http:// or https://'],
  ['https://example.com/{{doc.}}', '{{doc.}}: Unexpected end of expression'],
  ['https://example.com/{{doc.id', '{{doc.id has no closing }}'],
  ['https://example.com/{{}}', '{{}}: '],
])('%s is refused', (url, message) => {
  expect(errorOf(url)).toMatchObject({
    kind: 'syntax',
    message: expect.stringContaining(message) as unknown,
  });
});

describe('with dynamicHosts', () => {
  test.each([
    ['https://{{doc.host}}/x', 'https://shop.example.com/x'],
    ['https://{{doc.host}}:8443/{{doc.slug}}', `https://shop.example.com:8443/${ENCODED}`],
    ['https://a.{{doc.host}}?x', 'https://a.shop.example.com?x'],
    ['https://{{doc.ip}}/x', 'https://[::1]/x'],
  ])('%s', async (url, expected) => {
    await expect(render(compile(url, true), CONTEXT)).resolves.toBe(expected);
  });

  test.each(['doc.evil', 'doc.user', 'doc.none', 'doc.slug', '"a:1"', '"fe80::1%eth0"'])(
    'a host of {{%s}} is an error',
    async (source) => {
      await expect(render(compile(`https://{{${source}}}/x`, true), CONTEXT)).rejects.toThrow(
        'The result is not a host name',
      );
    },
  );

  test('the scheme stays fixed', () => {
    expect(() => compile('{{doc.host}}://example.com', true)).toThrow('must begin with');
  });
});

test('the paths of all parts', () => {
  const { uses, doc } = compile('https://example.com/{{event}}/{{doc.slug}}?l={{locale}}').paths;

  expect([...uses].sort()).toEqual(['doc', 'event', 'locale']);
  expect([...doc.children.keys()]).toEqual(['slug']);
});
