import { compileExpression } from '../../../server/src/expressions/expression';
import { UNHURRIED } from './options';

const LISTS = ['items', 'items.tags', 'categories', 'author.books', 'sections', 'gallery'];
const typesOf = () => ({ lists: LISTS, bigIntegers: ['views', 'items.count'] });
const options = { ...UNHURRIED, typesOf };

const item = (sku: string, qty: number) => ({
  sku,
  qty,
  active: qty > 0,
  tags: [{ label: `t${sku}` }],
});
const doc = (...items: object[]) => ({ items, author: { name: 'Ada', books: [] }, title: 'T' });

const NONE = doc();
const ONE = doc(item('A', 2));
const TWO = doc(item('A', 2), item('B', 3));

function valuesOf(source: string): Promise<unknown[]> {
  const { evaluate } = compileExpression(source, options);
  return Promise.all([NONE, ONE, TWO].map((it) => evaluate({ doc: it, previous: it })));
}

/** Over no row, one row and two rows. */
test.each<[string, unknown, unknown, unknown]>([
  ['doc.items.sku', [], ['A'], ['A', 'B']],
  ['previous.items.sku', [], ['A'], ['A', 'B']],
  ['$$.doc.items.sku', [], ['A'], ['A', 'B']],
  ['doc.(items.sku)', [], ['A'], ['A', 'B']],
  ['(doc.items).sku', [], ['A'], ['A', 'B']],
  ['doc.items.{"s": sku}', [], [{ s: 'A' }], [{ s: 'A' }, { s: 'B' }]],
  ['doc.items.(qty * 2)', [], [4], [4, 6]],
  [
    'doc.items.[sku, qty]',
    [],
    [['A', 2]],
    [
      ['A', 2],
      ['B', 3],
    ],
  ],
  ['doc.items[qty > 1].sku', [], ['A'], ['A', 'B']],
  ['doc.items[qty > 2].sku', [], [], ['B']],
  ['doc.items[active].sku', [], ['A'], ['A', 'B']],
  ['doc.items^(>qty).sku', [], ['A'], ['B', 'A']],
  ['doc.items^(>qty)[0].sku', undefined, 'A', 'B'],
  ['doc.items@$i.{"s": $i.sku}', [], [{ s: 'A' }], [{ s: 'A' }, { s: 'B' }]],
  ['doc.items#$n.{"n": $n}', [], [{ n: 0 }], [{ n: 0 }, { n: 1 }]],
  ['doc.items.tags.label', [], ['tA'], ['tA', 'tB']],
  ['doc.items.tags[0].label', [], ['tA'], ['tA', 'tB']],
  ['doc.items.{"t": tags.label}', [], [{ t: ['tA'] }], [{ t: ['tA'] }, { t: ['tB'] }]],
  ['doc.items.*[0]', [], ['A'], ['A', 'B']],
  ['doc.author.books.title', [], [], []],
  ['{"lines": doc.items.sku}', { lines: [] }, { lines: ['A'] }, { lines: ['A', 'B'] }],
  ['[doc.items.sku]', [], ['A'], ['A', 'B']],
  ['doc.title ? doc.items.sku : []', [], ['A'], ['A', 'B']],
  ['($x := doc.items; $x.sku)', [], ['A'], ['A', 'B']],
  ['($x := doc.items; $x[qty > 1])', [], ONE.items, TWO.items],
  ['($d := doc; $d.items.sku)', [], ['A'], ['A', 'B']],
  ['$map(doc.items, function($i) { $i.sku })', [], ['A'], ['A', 'B']],
  [
    '$map(doc.items, function($i) { {"t": $i.tags.label} })',
    [],
    [{ t: ['tA'] }],
    [{ t: ['tA'] }, { t: ['tB'] }],
  ],
  ['$filter(doc.items, function($i) { $i.qty > 2 }).sku', [], [], ['B']],
  ['doc.items ~> $map(function($i) { $i.sku })', [], ['A'], ['A', 'B']],
  ['doc.items.sku ~> $distinct', [], ['A'], ['A', 'B']],
  ['$sort(doc.items, function($l, $r) { $l.qty < $r.qty }).sku', [], ['A'], ['B', 'A']],
  ['$sum(doc.items.qty)', 0, 2, 5],
  ['$sum(doc.items.(qty * 2))', 0, 4, 10],
  ['$count(doc.items)', 0, 1, 2],
  ['$join(doc.items.sku, ",")', '', 'A', 'A,B'],
  ['$reduce(doc.items, function($s, $i) { $s + $i.qty }, 0)', 0, 2, 5],
  ['"A" in doc.items.sku', false, true, true],
  ['$exists(doc.items[qty > 2])', false, false, true],
  ['$boolean(doc.items)', false, true, true],
  ['doc.items[qty > 2] and true', false, false, true],
  ['doc.items[0].sku', undefined, 'A', 'A'],
  ['doc.items[-1].sku', undefined, 'A', 'B'],
  ['doc.items[$count($$.doc.items) - 1].sku', undefined, 'A', 'B'],
  ['($n := 0; doc.items[$n].sku)', undefined, 'A', 'A'],
  ['($x := doc.items; $x[0].sku)', undefined, 'A', 'A'],
  ['(doc.items.sku)[0]', undefined, 'A', 'A'],
  ['doc.items[[0..1]].sku', [], ['A'], ['A', 'B']],
  ['doc.items{sku: qty}', {}, { A: 2 }, { A: 2, B: 3 }],
  ['doc.items.sku.%.qty', [], [2], [2, 3]],
  ['doc.title', 'T', 'T', 'T'],
  ['doc.author.name', 'Ada', 'Ada', 'Ada'],
  ['doc ~> |items|{"qty": 0}| ~> $lookup("title")', 'T', 'T', 'T'],
])('%s of none, of one and of two', async (source, ...expected) => {
  expect(await valuesOf(source)).toEqual(expected);
});

test('without types JSONata does as it does', async () => {
  const { evaluate, types } = compileExpression('doc.items.sku', UNHURRIED);
  expect(types).toEqual({ lists: [], bigIntegers: [] });
  expect(await evaluate({ doc: ONE })).toBe('A');
  expect(await evaluate({ doc: NONE })).toBeUndefined();
});

test('the types are plain data, and those of the names that stand in the expression are asked for', () => {
  const asked: string[][] = [];
  const { types } = compileExpression('doc.items[qty > 1].{"a": tags.label}', {
    ...UNHURRIED,
    typesOf: (names) => {
      asked.push([...names]);
      return typesOf();
    },
  });
  expect(structuredClone(types)).toEqual(typesOf());
  expect(asked).toEqual([['doc', 'items', 'qty', 'tags', 'label']]);
});

test('big integers beyond 2^53 are numbers', async () => {
  const context = {
    doc: { views: '9007199254740993', items: [{ count: '9007199254740993' }, { count: 5 }] },
    previous: null,
  };
  const { evaluate } = compileExpression('doc.views > 5 and $sum(doc.items.count) > 5', options);
  expect(await evaluate(context)).toBe(true);
});

test.each<[string, string[]]>([
  [
    '$exists(doc.email)',
    ['$exists(doc.email) is true for an empty field (null): write $boolean(doc.email)'],
  ],
  [
    'doc.email != ""',
    ['doc.email != "" is true for an empty field (null): write $boolean(doc.email)'],
  ],
  [
    '"" != doc.email',
    ['doc.email != "" is true for an empty field (null): write $boolean(doc.email)'],
  ],
  [
    'doc.items.sku = "A"',
    ['doc.items.sku is a list, and a list never equals a single value: write "…" in doc.items.sku'],
  ],
  [
    'doc.items.sku != doc.title',
    [
      'doc.items.sku is a list, and a list never equals a single value: write "…" in doc.items.sku, or $not(… in …)',
    ],
  ],
  [
    'doc.items.qty > 3',
    ['doc.items.qty is a list, and > fails with lists: compare $max, $sum or $count of it'],
  ],
  ['$exists(doc.items[qty > 3])', []],
  ['$exists($x)', []],
  ['doc.items[0].sku = "A"', []],
  ['doc.items[sku = "A"].qty', []],
  ['doc.items.sku = previous.items.sku', []],
  ['"A" in doc.items.sku', []],
  ['doc.title != "x" and doc.email', []],
])('%s warns: %j', (source, warnings) => {
  expect(compileExpression(source, options).warnings()).toEqual(warnings);
});
