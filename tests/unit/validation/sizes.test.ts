import { createValidateWebhook } from '../../../server/src/validation/validate-webhook';
import type { Catalogue } from '../../../server/src/validation/subscription';
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
