import { createValidateWebhook } from '../../../server/src/validation/validate-webhook';
import type { Catalogue } from '../../../server/src/validation/references/catalogue';
import { config } from '../config-of';

const text = (length: number): string => 'x'.repeat(length);
const list = <T>(length: number, one: (at: number) => T): T[] =>
  Array.from({ length }, (_, at) => one(at));

/** A type with a field of any length, and as many as a webhook may name. */
const LONG = [text(1_000), text(1_001)];
const names = [...LONG, ...list(501, (at) => `field${String(at)}`)];
const model = { attributes: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) };
const catalogue = {
  getModel: () => model,
  contentType: () => ({ model, events: ['entry.update'] }),
} as unknown as Catalogue;

const validate = createValidateWebhook(config(), catalogue);

function violationsOf(input: object): string[] {
  const url = 'https://example.com/';
  try {
    validate({ name: 'Hook', contentTypes: ['api::a.a'], events: ['entry.update'], url, ...input });
    return [];
  } catch (error) {
    const { details } = error as { details: { errors: { path: string[] }[] } };
    return details.errors.map(({ path }) => path.join('.'));
  }
}

const field = (at: number): string => `field${String(at)}`;
const headers = (value: string, length = 1) => ({
  headers: list(length, (at) => ({ key: `h${String(at)}`, value })),
});

test.each<[most: number, of: string, make: (size: number) => object, place: string]>([
  [255, 'characters in a name', (n) => ({ name: text(n) }), 'name'],
  [10_000, 'characters in a description', (n) => ({ description: text(n) }), 'description'],
  [8_192, 'characters in a URL', (n) => ({ url: `https://a.example/${text(n - 18)}` }), 'url'],
  [64, 'characters in a locale', (n) => ({ locales: [text(n)] }), 'locales.0'],
  [
    255,
    "characters in a header's name",
    (n) => ({ headers: [{ key: text(n), value: '' }] }),
    'headers.0.key',
  ],
  [8_192, "characters in a header's value", (n) => headers(text(n)), 'headers.0.value'],
  [
    32_768,
    'characters in all headers',
    (n) => ({
      headers: [...headers(text(8_000), 4).headers, { key: 'last', value: text(n - 32_012) }],
    }),
    'headers',
  ],
  [
    1_000,
    'characters in a path',
    (n) => ({ mapping: [{ fieldname: text(n), key: 'key' }] }),
    'mapping.0.fieldname',
  ],
  [
    1_000,
    'characters in a key',
    (n) => ({ mapping: [{ fieldname: 'field0', key: text(n) }] }),
    'mapping.0.key',
  ],
  [1_000, 'characters in a watched path', (n) => ({ watchedFields: [text(n)] }), 'watchedFields.0'],
  [65_536, 'characters in an expression', (n) => ({ condition: `"${text(n - 2)}"` }), 'condition'],
  [100, 'headers', (n) => headers('', n), 'headers'],
  [100, 'parts of a URL', (n) => ({ url: `https://a.example/${'{{1}}'.repeat(n)}` }), 'url'],
  [
    200,
    'parts of all headers',
    (n) => ({ headers: [...headers('{{1}}').headers, { key: 'x', value: '{{1}}'.repeat(n - 1) }] }),
    'headers',
  ],
  [
    500,
    'content types',
    (n) => ({ contentTypes: list(n, (at) => `api::a${String(at)}.a`) }),
    'contentTypes',
  ],
  [255, 'characters in a content type', (n) => ({ contentTypes: [text(n)] }), 'contentTypes.0'],
  [200, 'events', (n) => ({ events: list(n, (at) => `order.${String(at)}`) }), 'events'],
  [500, 'locales', (n) => ({ locales: list(n, (at) => `x-${String(at)}`) }), 'locales'],
  [
    500,
    'mapping rows',
    (n) => ({ mapping: list(n, (at) => ({ fieldname: field(at) })) }),
    'mapping',
  ],
  [500, 'watched fields', (n) => ({ watchedFields: list(n, field) }), 'watchedFields'],
  [50, 'retries', (n) => ({ retryDelays: list(n, () => 1) }), 'retryDelays'],
  [50, 'entries of what is retried', (n) => ({ retryOn: list(n, (at) => 500 + at) }), 'retryOn'],
  [2_592_000, 'seconds before a retry', (n) => ({ retryDelays: [n] }), 'retryDelays.0'],
  [60_000, 'milliseconds of timeout', (n) => ({ timeoutMs: n }), 'timeoutMs'],
  [1_000, 'requests in flight', (n) => ({ concurrency: n }), 'concurrency'],
  [10_000, 'requests a second', (n) => ({ rateLimit: n }), 'rateLimit'],
  [86_400, 'seconds of coalescing', (n) => ({ coalesceSeconds: n }), 'coalesceSeconds'],
])('at most %i %s', (most, _of, make, place) => {
  expect(violationsOf(make(most))).toEqual([]);
  expect(violationsOf(make(most + 1))).toEqual([place]);
});

test.each([
  [100, 'timeoutMs'],
  [1, 'concurrency'],
  [1, 'rateLimit'],
  [0, 'coalesceSeconds'],
])('at least %i of %s', (least, name) => {
  expect(violationsOf({ [name]: least })).toEqual([]);
  expect(violationsOf({ [name]: least - 1 })).toEqual([name]);
});

/** As much as the admin API takes in one request, of what is refused for its length. */
const MEGABYTE = 1_000_000;
/** A check that grows with the square of the length takes 3 s and more; these take 100 to 400 ms on a busy machine. */
const ENDLESS_CPU_MS = 1_500;
const many = (size: number, one: (at: number) => unknown) => list(Math.floor(MEGABYTE / size), one);

test.each<[string, object]>([
  ['content types', { contentTypes: many(25, (at) => `api::article-${String(at)}.x`) }],
  ['content types that are no texts', { contentTypes: many(2, () => 1) }],
  ['events', { events: many(20, (at) => `custom.event-${String(at)}`) }],
  ['locales', { locales: many(10, (at) => `l${String(at)}`) }],
  ['watched fields', { watchedFields: many(10, (at) => `f.${String(at)}`) }],
  ['mapping rows', { mapping: many(30, (at) => ({ fieldname: `f${String(at)}` })) }],
  ['headers', { headers: many(60, () => ({ key: 'x', value: '{{ "}}}}}}}}" }}' })) }],
  ['retries', { retryDelays: many(3, () => -1) }],
  ['a URL of many parts', { url: `https://a.example/${'{{1}}'.repeat(MEGABYTE / 5)}` }],
  ['a header of many ends', { headers: [{ key: 'x', value: `{{ "${'}'.repeat(MEGABYTE)}` }] }],
  ['a condition', { condition: '/* '.repeat(MEGABYTE / 3) }],
  ['an expression of comments that do not end', { condition: 'a/*'.repeat(21_000) }],
  ['an expression of texts that do not end', { condition: `a"'`.repeat(21_000) }],
  ['unknown attributes', Object.fromEntries(many(12, (at) => [`a${String(at)}`, 1]) as [])],
])('endless %s are refused at once', (_of, input) => {
  const before = process.cpuUsage();

  expect(violationsOf(input).length).toBeGreaterThan(0);

  const { user } = process.cpuUsage(before);
  expect(user / 1_000).toBeLessThan(ENDLESS_CPU_MS);
});

test('500 mapping rows with long keys that share their beginning are compared fast', () => {
  const key = 'a.'.repeat(490);
  const mapping = list(500, (at) => ({ fieldname: 'field0', key: `${key}x${String(at)}` }));
  const before = process.cpuUsage();

  expect(violationsOf({ mapping })).toEqual([]);

  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
});
