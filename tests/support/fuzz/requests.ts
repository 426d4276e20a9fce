import fc, { type Arbitrary } from 'fast-check';

import { QUOTATION } from '../documents';
import { PROTOTYPE_KEYS, text, value } from './hostile';
import { attributes, signingSecret, webhook } from './webhook';

/** Stand for ids of what is there when a request is sent. */
export const KNOWN = { webhook: '<webhook>', delivery: '<delivery>', entry: '<entry>' };

/** One request to the admin API, ready to be written. */
export interface FuzzedRequest {
  method: string;
  /** Path and query, with placeholders for ids. */
  target: string;
  contentType: string;
  body: string | null;
}

interface Inputs {
  query?: Arbitrary<string>;
  body?: Arbitrary<unknown>;
}

/** Something else now and then. */
function mostly<T>(usual: Arbitrary<T>, other: Arbitrary<unknown> = value): Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: other });
}

const QUERY_NAMES = [
  'page',
  'pageSize',
  'search',
  'state',
  'contentType',
  'webhook',
  'status',
  'event',
  'uid',
  'documentId',
  'from',
  'to',
  'statusCode',
  'ids',
  'locale',
  'populate',
  'filters[name][$eq]',
  ...PROTOTYPE_KEYS,
  '__proto__[polluted]',
  'constructor[prototype][polluted]',
];
const QUERY_VALUES = [
  '1',
  '100',
  '1e3',
  '0x10',
  '9007199254740993',
  '99999999999',
  'Infinity',
  'delivered,pending',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '0000-01-01',
  '2026-02-30',
  'enabled',
  QUOTATION,
  KNOWN.webhook,
];

const parameter = fc.tuple(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...QUERY_NAMES) },
    { weight: 1, arbitrary: text },
  ),
  fc.oneof(fc.constantFrom(...QUERY_VALUES), text),
  fc.constantFrom('', '', '', '', '[]', '[0]', '[a]', '[__proto__]', '[$gt]'),
);

/** Query strings: well-formed ones mostly, and bytes that are none. */
const query = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(parameter, { maxLength: 4 })
      .map((all) =>
        all.map(([name, it, suffix]) => `${inUrl(name)}${suffix}=${inUrl(it)}`).join('&'),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('%', '0', 'f', '&', '=', '[', ']', '?', ';', '+', '.'),
      maxLength: 30,
    }),
  },
);

const pathId = (known: string): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(known) },
    { weight: 2, arbitrary: text.map((it) => inUrl(it.slice(0, 2_000))) },
    { weight: 1, arbitrary: fc.constantFrom('%', '%ff', '%00', '..%2f..', 'msg_', '__proto__') },
  );

const locale = fc.oneof(text, fc.constantFrom('en', '*', null));

const previewTarget = fc.record(
  {
    uid: mostly(fc.constant(QUOTATION), text),
    documentId: mostly(fc.constant(KNOWN.entry), text),
    event: mostly(fc.constant('entry.update'), text),
    locale,
  },
  { requiredKeys: ['uid', 'documentId', 'event'] },
);

const preview = fc
  .tuple(webhook, previewTarget)
  .map(([draft, target]) => ({ webhook: draft, ...target }));

/** A test is really sent, so a draft leads to a port of this machine that nobody listens on. */
const test = fc.oneof(
  previewTarget,
  fc
    .tuple(webhook, previewTarget)
    .map(([draft, target]) => ({ webhook: { ...draft, url: 'http://127.0.0.1:9' }, ...target })),
);

const sending = fc.record(
  {
    uid: mostly(fc.constant(QUOTATION), text),
    documentIds: mostly(fc.array(mostly(fc.constant(KNOWN.entry), text), { maxLength: 3 })),
    locale,
  },
  { requiredKeys: ['uid', 'documentIds'] },
);

const redelivery = fc.record(
  { mode: mostly(fc.constantFrom('original', 'rerendered')) },
  { requiredKeys: [] },
);

const moment = fc.oneof(fc.constantFrom(...QUERY_VALUES), value);

/** What each route takes. A route that is not here fails the test. */
export const INPUTS: Record<string, Inputs> = {
  'GET /webhooks': { query },
  'POST /webhooks': {
    body: mostly(
      fc.oneof(
        webhook,
        webhook.map((data) => ({ data })),
      ),
    ),
  },
  'POST /webhooks/preview': { body: mostly(preview) },
  'POST /webhooks/backtest': {
    body: fc.record({ webhook: mostly(webhook), limit: mostly(fc.constantFrom(1, 5, 101)) }),
  },
  'GET /webhooks/export': { query },
  'POST /webhooks/import': {
    body: fc.record({
      webhooks: mostly(fc.array(mostly(webhook, attributes), { maxLength: 3 })),
      dryRun: mostly(fc.boolean()),
    }),
  },
  'POST /webhooks/import-built-in': { body: fc.record({ dryRun: mostly(fc.boolean()) }) },
  'GET /webhooks/:documentId': { query },
  'PUT /webhooks/:documentId': {
    body: mostly(
      fc.oneof(
        attributes,
        attributes.map((data) => ({ data })),
      ),
    ),
  },
  'DELETE /webhooks/:documentId': { query },
  'POST /webhooks/:documentId/test': { body: mostly(test) },
  'POST /webhooks/:documentId/send': { body: mostly(sending) },
  'POST /webhooks/:documentId/recover': {
    body: fc.record({ since: moment, until: moment }, { requiredKeys: [] }),
  },
  'POST /webhooks/:documentId/rotate-secret': {
    body: fc.record(
      { overlapHours: mostly(fc.constantFrom(0, 24, 168, 169, -1, 0.5)), signingSecret },
      { requiredKeys: [] },
    ),
  },
  'GET /deliveries': { query },
  'GET /deliveries/:id': { query },
  'POST /deliveries/:id/redeliver': { body: mostly(redelivery) },
  'POST /deliveries/:id/cancel': { body: value },
  'GET /content-types': { query },
};

/** Bodies that are no JSON, or not what their type says. */
const misdeclared: Arbitrary<{ contentType: string; body: string }> = fc.record({
  contentType: fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'application/json; charset=utf-7',
    'application/octet-stream',
  ),
  body: fc.oneof(
    text,
    fc.constantFrom(
      '{',
      '[',
      '{"name":1e999}',
      '{"a":1,"a":2}',
      '[null]',
      '{"__proto__":{"polluted":1}}',
      '__proto__[polluted]=1&constructor[prototype][polluted]=1&name=x',
      '['.repeat(20_000),
    ),
  ),
});

/** Requests to a route. */
export function requestsTo(route: string): Arbitrary<FuzzedRequest> {
  const [method = '', path = ''] = route.split(' ');
  const { query: ofQuery = fc.constant(''), body } = INPUTS[route] ?? {};
  const known = path.startsWith('/deliveries') ? KNOWN.delivery : KNOWN.webhook;
  const own = (body ?? fc.constant(undefined)).map((it) => ({
    contentType: 'application/json',
    body: it === undefined ? null : JSON.stringify(it),
  }));
  const content = body
    ? fc.oneof({ weight: 12, arbitrary: own }, { weight: 1, arbitrary: misdeclared })
    : own;
  return fc.tuple(pathId(known), ofQuery, content).map(([id, search, sent]) => ({
    method,
    target: `${path.replace(/:\w+/, () => id)}${search === '' ? '' : `?${search}`}`,
    ...sent,
  }));
}

/** Percent-encoded where it must be, to the byte; placeholders stay. */
function inUrl(value: string): string {
  if (Object.values(KNOWN).includes(value)) return value;
  const bytes = [...Buffer.from(value)];
  return bytes
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[\w.-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}
