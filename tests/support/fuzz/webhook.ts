import fc, { type Arbitrary } from 'fast-check';

import { ARTICLE, HOMEPAGE, QUOTATION } from '../documents';
import { expression, PROTOTYPE_KEYS, template, text, value } from './hostile';

type Attributes = Record<string, unknown>;

const NAME_LENGTH = 16;

/** Calls nobody: the port is the discard protocol's, of which browsers and this machine keep away. */
const NOWHERE = 'http://127.0.0.1:9';

const URLS = [
  NOWHERE,
  `${NOWHERE}/{{ doc.name }}?q={{ doc.name }}`,
  `${NOWHERE}/\0`,
  `${NOWHERE}/\ud800`,
  `${NOWHERE}/a b\r\nx: 1`,
  `${NOWHERE}/%00?%ff`,
  `${NOWHERE}/#\0`,
  'http://127.0.0.1:99999',
  'http://127.0.0.1:0/',
  'http://[::1]:9/',
  'http://[::1',
  'http://a@b@127.0.0.1:9/',
  'http://no-such-host.invalid/hook',
  'http://xn--.invalid/',
  'http://münchen.invalid/',
  'http://169.254.169.254/latest/meta-data',
  'http://2130706433:9/',
  'http://{{ doc.name }}/',
  'http://127.0.0.1:9{{ doc.name }}',
  '{{ doc.name }}',
  'HTTP://127.0.0.1:9\\a\\..\\b',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'http:',
  'http://',
];

const url = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...URLS) },
  { weight: 1, arbitrary: text.map((it) => `${NOWHERE}/${it}`) },
  { weight: 1, arbitrary: template.map((it) => `${NOWHERE}/${it}`) },
  { weight: 1, arbitrary: text },
);

const FIELDS = ['name', 'items', 'items.sku', 'customer', '$event', '$changed', '$previous.name'];

/** A dotted key, of parts that are harmless, and of some that are not. */
const key = fc
  .array(fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS, 'a', 'b\\.c', '0', '-1'), text), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('.'));

const row = fc.record(
  { fieldname: fc.oneof(fc.constantFrom(...FIELDS), text), key: fc.oneof(key, fc.constant(null)) },
  { requiredKeys: ['fieldname'] },
);
const header = fc.record(
  {
    key: fc.oneof(fc.constantFrom('x-a', 'X-A', 'host', 'webhook-id', 'authorization'), key, text),
    value: fc.oneof(text, template, fc.constant(null)),
    secret: fc.oneof(fc.boolean(), value),
  },
  { requiredKeys: ['key'] },
);

const SECRETS = [
  `whsec_${'A'.repeat(32)}`,
  `whsk_${'A'.repeat(43)}=`,
  'whsec_',
  'whsk_AA==',
  'whpk_AA==',
  `whsec_${'\0'.repeat(32)}`,
  `whsec_${'A'.repeat(10_000)}`,
  'generate',
  '__proto__',
];

/** Signing secrets: sound, nearly sound, and anything. */
export const signingSecret = fc.oneof(fc.constantFrom(...SECRETS), text, value);
const number = fc.oneof(fc.constantFrom(0, 1, 100, 1_000), value);

/** What may stand in an attribute: of the right type, mostly, and seldom right. */
const ATTRIBUTES: Record<string, Arbitrary<unknown>> = {
  name: text,
  description: text,
  state: fc.constantFrom('enabled', 'paused', 'disabled', 'asleep'),
  contentTypes: fc.array(
    fc.oneof(fc.constantFrom(QUOTATION, ARTICLE, HOMEPAGE, 'admin::user', '__proto__'), text),
    { maxLength: 3 },
  ),
  events: fc.array(
    fc.oneof(fc.constantFrom('entry.update', 'entry.publish', 'order.paid', '__proto__'), text),
    { maxLength: 3 },
  ),
  locales: fc.array(text, { maxLength: 3 }),
  watchedFields: fc.array(fc.oneof(fc.constantFrom(...FIELDS), text), { maxLength: 3 }),
  condition: expression,
  conditionMode: fc.constantFrom('matches', 'becomes-true', '__proto__'),
  method: fc.constantFrom('POST', 'GET', 'TRACE', 'POST\r\nx: 1'),
  url,
  headers: fc.array(header, { maxLength: 4 }),
  payload: fc.constantFrom('fields', 'document', 'template', 'none', 'toString'),
  mapping: fc.array(row, { maxLength: 4 }),
  template: expression,
  format: fc.constantFrom('json', 'form', 'xml'),
  formArrays: fc.constantFrom('indices', 'brackets', 'repeat', 'comma', '__proto__'),
  timeoutMs: number,
  retryDelays: fc.array(number, { maxLength: 3 }),
  retryOn: fc.oneof(
    fc.constantFrom('all', 'none'),
    fc.array(fc.oneof(number, text, fc.constantFrom('5xx', 'timeout')), { maxLength: 3 }),
  ),
  concurrency: number,
  rateLimit: number,
  ordering: fc.constantFrom('document', 'none', 'valueOf'),
  supersede: fc.boolean(),
  coalesceSeconds: number,
  coalesceScope: fc.constantFrom('document', 'webhook', ''),
  recordSkipped: fc.boolean(),
  signing: fc.constantFrom('none', 'hmac', 'ed25519', 'rsa', '__proto__'),
  signingSecret,
  origin: fc.constantFrom('code', 'admin'),
  stateReason: text,
  documentId: text,
  id: number,
};

const plainHeader = fc.record({
  key: fc.constantFrom('x-a', 'x-b', 'authorization', 'constructor', '__proto__'),
  value: fc.oneof(fc.constantFrom('', '1', 'é', 'a long value', '{{ doc.name }}'), template),
  secret: fc.constantFrom(false, false, true),
});

/** What may well be accepted, and hostile all the same where it can be. */
const PLAUSIBLE: Record<string, Arbitrary<unknown>> = {
  state: fc.constantFrom('enabled', 'paused', 'disabled'),
  contentTypes: fc.constantFrom([QUOTATION], [ARTICLE], [QUOTATION, HOMEPAGE]),
  events: fc.constantFrom(['entry.update'], ['entry.update', 'order.paid']),
  locales: fc.constantFrom([], ['en'], ['__proto__', 'x'.repeat(64)]),
  watchedFields: fc.constantFrom([], ['name'], ['items.sku', 'customer']),
  method: fc.constantFrom('POST', 'GET', 'DELETE'),
  url: fc.oneof(
    fc.constantFrom(`${NOWHERE}/%00%ff`, `${NOWHERE}/{{ doc.name }}?q={{ doc.customer }}`),
    expression.map((it) => `${NOWHERE}/{{ ${it} }}`),
  ),
  headers: fc.uniqueArray(plainHeader, { maxLength: 3, selector: (it) => it.key }),
  payload: fc.constantFrom('fields', 'document', 'template', 'none'),
  mapping: fc.uniqueArray(fc.record({ fieldname: fc.constantFrom(...FIELDS), key }), {
    maxLength: 3,
    selector: (it) => it.key.split('.')[0],
  }),
  format: fc.constantFrom('json', 'form'),
  formArrays: fc.constantFrom('indices', 'brackets', 'repeat'),
  timeoutMs: fc.constantFrom(100, 1_000),
  retryDelays: fc.constantFrom([], [0], [2_592_000, 0.5]),
  retryOn: fc.constantFrom('all', [], ['5xx', 408, 'timeout']),
  concurrency: fc.constantFrom(1, 1_000),
  rateLimit: fc.constantFrom(null, 1, 10_000),
  coalesceSeconds: fc.constantFrom(0, 1, 86_400),
  coalesceScope: fc.constantFrom('document', 'webhook'),
  signing: fc.constantFrom('none', 'hmac', 'ed25519'),
};

const attribute = (name: string): Arbitrary<[string, unknown]> => {
  const own = ATTRIBUTES[name] ?? value;
  return fc
    .oneof(
      { weight: 4, arbitrary: PLAUSIBLE[name] ?? own },
      { weight: 2, arbitrary: own },
      { weight: 1, arbitrary: value },
    )
    .map((given) => [name, given]);
};

/** Attributes that no webhook has. */
const strange = fc.tuple(fc.oneof(text, fc.constantFrom(...PROTOTYPE_KEYS)), value);

/** Some attributes, each of which may be anything. */
export const attributes: Arbitrary<Attributes> = fc
  .tuple(
    fc
      .uniqueArray(fc.constantFrom(...Object.keys(ATTRIBUTES)), { maxLength: 3 })
      .chain((names) => fc.tuple(...names.map(attribute))),
    fc.oneof(
      { weight: 20, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: strange.map((it) => [it]) },
    ),
  )
  .map(([own, more]) => Object.fromEntries([...own, ...more]));

/** What a new webhook needs, under a name of its own. */
export const sound: Arbitrary<Attributes> = fc
  .string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    minLength: NAME_LENGTH,
    maxLength: NAME_LENGTH,
  })
  .map((name) => ({
    name,
    contentTypes: [QUOTATION],
    events: ['entry.update'],
    url: NOWHERE,
    mapping: [{ fieldname: 'name' }],
    retryDelays: [],
    timeoutMs: 1_000,
  }));

/** Sound but for what `attributes` put into it. */
export const webhook: Arbitrary<Attributes> = fc
  .tuple(sound, attributes)
  .map(([base, own]) => ({ ...base, ...own }));
