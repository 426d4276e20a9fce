import { compileForm, compileMapping, compileQuery } from '../../../server/src/mapping/compile';
import { valueAt } from '../../../server/src/mapping/value-at';
import type { EventContext } from '../../../server/src/mapping/event-context';

const EVENT: EventContext = {
  event: 'entry.update',
  uid: 'api::order.order',
  documentId: 'abc',
  locale: 'en',
  status: 'draft',
  timestamp: 0,
  sequence: 1,
  actor: { type: 'admin', id: 7, name: 'Ada' },
};

function render(rows: [fieldname: string, key: string][], doc: unknown): string {
  const compiled = compileMapping(rows.map(([fieldname, key]) => ({ fieldname, key })));
  return compiled({ event: EVENT, doc, previous: null, changed: null });
}

test.each<[string, [string, string][], unknown, string]>([
  ['one field', [['a', 'x']], { a: 1 }, '{"x":1}'],
  [
    'the order of the rows',
    [
      ['a', '2'],
      ['b', '1'],
      ['a', 'z'],
    ],
    { a: 1, b: 2 },
    '{"2":1,"1":2,"z":1}',
  ],
  [
    'nested keys',
    [
      ['a', 'x.y'],
      ['b', 'x.z.w'],
    ],
    { a: 1, b: 2 },
    '{"x":{"y":1,"z":{"w":2}}}',
  ],
  [
    'rows apart that share an object',
    [
      ['a', 'x.y'],
      ['b', 'k'],
      ['a', 'x.z'],
    ],
    { a: 1, b: 2 },
    '{"x":{"y":1,"z":1},"k":2}',
  ],
  ['an escaped dot', [['a', 'x\\.y']], { a: 1 }, '{"x.y":1}'],
  [
    '__proto__ as a key',
    [
      ['a', '__proto__'],
      ['a', '__proto__x.y'],
    ],
    { a: 1 },
    '{"__proto__":1,"__proto__x":{"y":1}}',
  ],
  ['__proto__ as an object', [['a', '__proto__.y']], { a: 1 }, '{"__proto__":{"y":1}}'],
  ['a key that needs escapes', [['a', '"\n']], { a: 1 }, '{"\\"\\n":1}'],
  ['a missing value', [['b', 'x']], { a: 1 }, '{"x":null}'],
  ['an undefined value', [['a', 'x']], { a: undefined }, '{"x":null}'],
  ['no document', [['a', 'x']], null, '{"x":null}'],
  [
    'false, zero and the empty string',
    [
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ],
    { a: false, b: 0, c: '' },
    '{"a":false,"b":0,"c":""}',
  ],
  ['a date', [['a', 'x']], { a: new Date(0) }, '{"x":"1970-01-01T00:00:00.000Z"}'],
  [
    'an inherited property',
    [
      ['toString', 'x'],
      ['__proto__', 'y'],
    ],
    {},
    '{"x":null,"y":null}',
  ],
  [
    'the context',
    [
      ['$event', 'e'],
      ['$model', 'm'],
      ['$timestamp', 't'],
    ],
    {},
    '{"e":"entry.update","m":"order","t":"1970-01-01T00:00:00.000Z"}',
  ],
  ['no rows', [], {}, '{}'],
])('%s', (_name, rows, doc, expected) => {
  expect(render(rows, doc)).toBe(expected);
});

test.each([
  ['a query', compileQuery, 'x%5By%5D=a%20b%26%2B%C3%A9&z%5B0%5D=c%20d'],
  ['a form', compileForm, 'x%5By%5D=a+b%26%2B%C3%A9&z%5B0%5D=c+d'],
])('%s, with its spaces', (_name, compile, expected) => {
  const rows = [
    { fieldname: 'a', key: 'x.y' },
    { fieldname: 'b', key: 'z' },
  ];
  const doc = { a: 'a b&+é', b: ['c d'] };

  expect(compile(rows, 'indices')({ event: EVENT, doc, previous: null, changed: null })).toBe(
    expected,
  );
});

test.each([
  ['an object', { a: { b: 1 } }, ['a', 'b'], 1],
  ['a list', { a: [{ b: 1 }, {}, { b: 3 }] }, ['a', 'b'], [1, null, 3]],
  ['lists in lists', { a: [{ b: [{ c: 1 }] }, { b: [] }] }, ['a', 'b', 'c'], [[1], []]],
  ['null on the way', { a: null }, ['a', 'b'], null],
  ['a scalar on the way', { a: 'text' }, ['a', 'length'], null],
  ['no parts', { a: 1 }, [], { a: 1 }],
])('valueAt through %s', (_name, value, parts, expected) => {
  expect(valueAt(value, parts)).toEqual(expected);
});
