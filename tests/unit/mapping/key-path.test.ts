import { collide, parseKey } from '../../../server/src/mapping/key-path';

test.each([
  ['a', ['a']],
  ['a.b.c', ['a', 'b', 'c']],
  ['a\\.b', ['a.b']],
  ['a\\.b.c', ['a.b', 'c']],
  ['a\\\\.b', ['a\\', 'b']],
  ['a\\b', ['a\\b']],
  ['a\\', ['a\\']],
  ['0.1', ['0', '1']],
  ['__proto__.x', ['__proto__', 'x']],
  ['with space.é', ['with space', 'é']],
  ['', null],
  ['.', null],
  ['a.', null],
  ['.a', null],
  ['a..b', null],
])('%j is split into %j', (key, parts) => {
  expect(parseKey(key)).toEqual(parts);
});

test.each([
  [['a'], ['a'], true],
  [['a'], ['a', 'b'], true],
  [['a', 'b'], ['a'], true],
  [['a', 'b'], ['a', 'c'], false],
  [['a'], ['b'], false],
  [['a.b'], ['a', 'b'], false],
])('%j and %j collide: %j', (a, b, expected) => {
  expect(collide(a, b)).toBe(expected);
});
