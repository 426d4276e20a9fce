import fc, { type Arbitrary } from 'fast-check';

/** Keys that lead to a prototype where somebody assigns them. */
export const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
];

const LONG = [255, 256, 1_001, 8_192, 8_193, 70_000];

const NASTY = [
  '',
  ' ',
  '\0',
  'a\0b',
  'a\r\nx-injected: 1',
  '\r\n\r\n',
  '\t',
  '\ud800',
  '\udc00x',
  'a\u0000\ud83d',
  '\ufeff',
  '\u202e',
  '\u2028',
  '😀é漢字',
  'e\u0301\u0301\u0301',
  "' OR 1=1 --",
  '"; DROP TABLE document_webhooks; --',
  '%',
  '%00',
  '%ff%fe',
  '%25%30%30',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e400',
  '99999999999999999999',
  '[object Object]',
  '.',
  '..',
  'a..b',
  'a.b.c',
  'a\\.b',
  '\\',
  'constructor.prototype.polluted',
  '__proto__.polluted',
  '$previous.__proto__',
  '$actor.constructor',
  ...PROTOTYPE_KEYS,
];

/** Text that somebody may send to see what breaks. */
export const text: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...LONG), fc.constantFrom('x', 'é', '😀', '\0', '.', '{', '"'))
      .map(([length, unit]) => unit.repeat(length)),
  },
);

const NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1e308,
  2 ** 31,
  2 ** 31 - 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  99,
  100,
  60_001,
];

const scalar: Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, ...NUMBERS),
);

function objectOf(values: Arbitrary<unknown>): Arbitrary<object> {
  const key = fc.oneof(text, fc.constantFrom('id', '$where', '$or', 'documentId', 'length'));
  // `Object.fromEntries` makes `__proto__` a key like any other.
  return fc.array(fc.tuple(key, values), { maxLength: 4 }).map((it) => Object.fromEntries(it));
}

/** Any JSON, of any type where another is expected. */
export const value: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  { weight: 1, arbitrary: objectOf(scalar) },
  {
    weight: 1,
    arbitrary: objectOf(fc.oneof(objectOf(scalar), fc.array(scalar, { maxLength: 3 }))),
  },
  { weight: 1, arbitrary: fc.constantFrom(8, 300).map(nested) },
);

function nested(depth: number): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < depth; level += 1) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}

const EXPRESSIONS = [
  'doc.name',
  '$',
  '$$',
  '$exists(doc)',
  'true',
  '(',
  ')))',
  '"\u0000"',
  'doc.name & "\u0000"',
  '$error("a\u0000b")',
  '$error("\ud800")',
  '$assert(false, "\u0000")',
  '"\\u0000"',
  '"\\ud800"',
  '$eval("1")',
  '($f := function($x){$f($x)}; $f(1))',
  '($f := function($x){1 + $f($x)}; $f(1))',
  '[1..1e7]',
  '[1..10000].{"a": $}',
  '$pad("x", 1e9)',
  '$join([1..9999].("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"))',
  '/(a+)+$/',
  '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
  '$contains("a", /[/)',
  '/(?<=a)b/',
  '{"__proto__": {"polluted": 1}}',
  '{"constructor": {"prototype": {"polluted": 1}}}',
  '$merge([{"__proto__": {"polluted": true}}])',
  '$lookup(doc, "__proto__")',
  'doc.__proto__',
  'doc.constructor',
  'doc.constructor.prototype',
  '$spread(doc)',
  'doc ~> |$|{"polluted": 1}|',
  '$ ~> |$$|{"polluted": 1}, ["name"]|',
  '$sum ~> |$|{"polluted": 1}|',
  '$env("PATH")',
  '$env(doc.name)',
  '$unknown()',
  'unknown',
  'doc.internalNotes',
  'doc.accessCode',
  '1/0',
  '$power(10, 400)',
  'function($x){$x}',
  '$toMillis("x")',
  '$now("\u0000")',
  '$base64decode("AA==")',
  '$decodeUrl("%00")',
  '$decodeUrl("%zz")',
  '$formatNumber(1, "\u0000")',
  '$encodeUrlComponent("\ud800")',
  '/* ',
  '`a\u0000`',
  'doc.`__proto__`',
  '$number("1e999")',
  '$string(doc, true)',
  `doc.name${' ?: doc.name'.repeat(40)}`,
  '('.repeat(3_000),
  'a.'.repeat(20_000),
  '[',
  ' '.repeat(66_000),
];

/** JSONata, and what looks like it. */
export const expression: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...EXPRESSIONS) },
  { weight: 1, arbitrary: text },
);

/** Text with evaluated parts. */
export const template: Arbitrary<string> = fc
  .tuple(text, expression, text)
  .map(([before, inner, after]) => `${before}{{ ${inner} }}${after}`);
