import { compileExpression, type Expression } from '../../../server/src/expressions/expression';
import {
  evaluateInSave,
  newSaveBudget,
} from '../../../server/src/expressions/evaluation/save-budget';
import { OPTIONS, UNHURRIED } from './options';

const CONTEXT = {
  event: 'entry.update',
  doc: {
    title: 'Chair',
    at: new Date(0),
    items: [
      { sku: 'A', qty: 1 },
      { sku: 'B', qty: 5 },
    ],
    constructor: 'own',
  },
};

const evaluate = (source: string, context: object = CONTEXT) =>
  compileExpression(source, UNHURRIED).evaluate(context);

test.each<[string, unknown]>([
  ['doc.title', 'Chair'],
  ['doc.missing', undefined],
  ['doc.at', '1970-01-01T00:00:00.000Z'],
  ['doc.items.sku', ['A', 'B']],
  ['doc.items[qty > 3].sku', 'B'],
  ['doc.items[qty > 3].sku[]', ['B']],
  ['event = "entry.update" and $sum(doc.items.qty) > 5', true],
  ['null', null],
  ['[1..3]', [1, 2, 3]],
  ['{"a": doc.missing, "b": [doc.missing]}', { b: [] }],
  ['$env("ALLOWED")', 'value'],
  ['$env("UNSET")', undefined],
  ['$pad("x", 3, "ab")', 'xab'],
  ['$pad("x", -4)', '   x'],
  ['$pad("long", 2)', 'long'],
  ['$pad("😀", 2, "é")', '😀é'],
  ['$join(["a", "b"], ", ")', 'a, b'],
  ['$join(doc.items.sku)', 'AB'],
  ['$distinct([1, "1", 1, {"a": 1, "b": 2}, {"b": 2, "a": 1}])', [1, '1', { a: 1, b: 2 }]],
  ['$distinct(doc.items.sku)', ['A', 'B']],
  ['$toMillis("1970-01-01T00:00:01Z")', 1000],
  ['$toMillis("02/01/1970", "[D]/[M]/[Y]")', 86_400_000],
  ['$fromMillis(86400000)', '1970-01-02T00:00:00.000Z'],
  ['$fromMillis(0, "[D01].[M01].[Y0001] [H01]:[m01]", "+0100")', '01.01.1970 01:00'],
  ['$formatInteger(1234, "#,##0")', '1,234'],
  ['12 ~> $formatInteger("w")', 'twelve'],
  ['$parseInteger("twelve", "w")', 12],
  ['$formatNumber(1234.5, "#,##0.00")', '1,234.50'],
  ['$formatNumber(1.5, "0,00", {"decimal-separator": ","})', '1,50'],
  ['$formatNumber(doc.missing, "0")', undefined],
  ['$clone(doc.items[0])', { sku: 'A', qty: 1 }],
  ['doc.missing ?? "default"', 'default'],
])('%s', async (source, expected) => {
  await expect(evaluate(source)).resolves.toEqual(expected);
});

test('a result is plain JSON, without what JSONata pins to its sequences', async () => {
  const result = (await evaluate('doc.items[qty > 3].sku[]')) as unknown[];

  expect(Object.keys(result)).toEqual(['0']);
  expect(Object.getPrototypeOf(await evaluate('{"a": 1}'))).toBe(Object.prototype);
});

test.each([['$sum'], ['function($x) { $x }'], ['{"f": $sum}'], ['[doc, $spread($sum)]']])(
  'a function in the result of %s is an error',
  async (source) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      kind: 'evaluation',
      message: 'The result contains a function. Call it, or remove it from the result',
    });
  },
);

test.each([
  ['doc.', 'Unexpected end of expression, at character 4'],
  ['(doc', 'Expected ")" before end of expression, at character 4'],
  ['"open', 'String literal must be terminated by a matching quote, at character 5'],
  ['$match(doc.title, /(?=a)/)', 'The regular expression /(?=a)/g is invalid: '],
  ['$match(doc.title, /(a)\\1/)', 'The regular expression /(a)\\1/g is invalid: '],
  ['$match(doc.title, /(/)', 'No terminating / in regular expression'],
  [`"${'x'.repeat(70_000)}"`, 'The expression is longer than 65536 characters'],
  ['('.repeat(30_000), 'nested too deeply: the maximum is about 1,000 levels'],
  [Array(3_000).fill('doc.a = 1').join(' or '), 'Use "doc.field in [...]" instead of a chain'],
  [`${'$not('.repeat(3_000)}1${')'.repeat(3_000)}`, 'nested too deeply'],
  [
    `${'('.repeat(40)}a${' ?: a)'.repeat(40)}`,
    'The expression is too large: ?: and ?? are nested too deeply',
  ],
  [`${'('.repeat(40)}a & ")"${' ?? /\\(/)'.repeat(40)}`, 'The expression is too large'],
])('%s is refused when it is compiled', (source, message) => {
  expect(() => compileExpression(source, OPTIONS)).toThrow(message);
});

test('many defaults beside each other are fine', async () => {
  const fields = Array.from({ length: 200 }, (_, i) => `"f${i}": (doc.a ?? doc.b) ?: "none"`);

  await expect(evaluate(`{${fields.join(', ')}}`)).resolves.toMatchObject({ f199: 'none' });
});

test.each([
  ['doc.title + 1', 'The left side of the "+" operator must evaluate to a number, at character 11'],
  ['$foo(1)', 'Attempted to invoke a non-function ($foo), at character 5'],
  ['$error("no stock")', 'no stock, at character 7'],
  ['1 / 0', 'The result contains a number that is not finite'],
  [
    '$env("SECRET")',
    '$env("SECRET"): expressions.env does not allow this name for the host of the URL',
  ],
  [
    '$env("toString")',
    '$env("toString"): expressions.env does not allow this name for the host of the URL',
  ],
  ['$eval("1")', '$eval is not available'],
  ['["1"] ~> $map($eval)', '$eval is not available'],
  ['($e := $eval; $e("1"))', '$eval is not available'],
])('%s fails with what is wrong', async (source, message) => {
  await expect(evaluate(source)).rejects.toMatchObject({
    name: 'ExpressionError',
    kind: 'evaluation',
    message,
  });
});

describe('nothing outside can be changed', () => {
  test('a transform changes a copy', async () => {
    const result = await evaluate('doc ~> |items[sku = "A"]|{"qty": 9}, "sku"|');

    expect(result).toMatchObject({ items: [{ qty: 9 }, { sku: 'B', qty: 5 }] });
    expect(CONTEXT.doc.items[0]).toEqual({ sku: 'A', qty: 1 });
  });

  test.each([
    ['the context', '{} ~> |$$.doc|{"title": "changed"}|'],
    ['a function that all expressions share', '{} ~> |$sum|{"implementation": 1}|'],
    ['what such a function is made of', '{} ~> |$spread($sum).signature|{"definition": 1}|'],
    ['a clone that is none', '($clone := function($x) { $x }; doc ~> |$|{"title": "changed"}|)'],
  ])('a transform of %s', async (_name, source) => {
    await evaluate(source).catch(() => undefined);

    expect(CONTEXT.doc.title).toBe('Chair');
    await expect(evaluate('$sum([1, 2])')).resolves.toBe(3);
    await expect(evaluate('$sum("x")')).rejects.toThrow('function "sum"');
  });

  test('lists of the context stay lists and no more', async () => {
    await evaluate('doc.items[]');

    expect(Object.keys(CONTEXT.doc.items)).toEqual(['0', '1']);
  });

  test.each([
    ['{"__proto__": {"polluted": 1}}'],
    ['$merge([{"__proto__": {"polluted": 1}}])'],
    ['{"a": {}} ~> |a|{"__proto__": {"polluted": 1}}|'],
    ['doc{"__proto__": {"polluted": 1}}'],
    ['doc ~> |$|{"constructor": {"prototype": {"polluted": 1}}}|'],
  ])('%s pollutes no prototype', async (source) => {
    const result = await evaluate(source).catch(() => ({}));

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  test('only own properties are read', async () => {
    await expect(evaluate('doc.constructor')).resolves.toBe('own');
    await expect(evaluate('doc.__proto__')).resolves.toBeUndefined();
    await expect(evaluate('doc.items.constructor')).resolves.toBeUndefined();
    await expect(evaluate('$lookup(doc, "toString")')).resolves.toBeUndefined();
  });
});

describe('many evaluations begun together', () => {
  const SOURCE = '$sum($map([1..100], function($i) { $i * 2 }))';
  const evaluateMany = (some: Expression, length: number) =>
    Promise.all(Array.from({ length }, () => evaluateInSave(some, {}, newSaveBudget(60_000))));

  /** How many of them take this machine so long. */
  async function countFor(ms: number): Promise<number> {
    const some = compileExpression(SOURCE, UNHURRIED);
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const from = performance.now();
      await evaluateMany(some, 100);
      times.push(performance.now() - from);
    }
    return Math.ceil((100 * ms) / Math.min(...times));
  }

  test('do not use up the time of each other', async () => {
    const timeoutMs = 700;
    const length = await countFor(3 * timeoutMs);
    const some = compileExpression(SOURCE, { ...OPTIONS, timeoutMs });
    const from = performance.now();

    expect(new Set(await evaluateMany(some, length))).toEqual(new Set([10_100]));

    expect(performance.now() - from).toBeGreaterThan(timeoutMs);
  });

  test('let timers fire in between', async () => {
    const length = await countFor(500);
    let fired = 0;
    const timer = setInterval(() => (fired += 1), 1);
    try {
      await evaluateMany(compileExpression(SOURCE, UNHURRIED), length);
    } finally {
      clearInterval(timer);
    }
    expect(fired).toBeGreaterThan(2);
  });
});
