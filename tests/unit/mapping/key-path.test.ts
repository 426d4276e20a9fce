import { collisionsOf, parseKey } from '../../../server/src/mapping/key-path';

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
  expect(collisionsOf([a, b])).toEqual([null, expected ? 0 : null]);
});

test('a key is told the first one that it collides with', () => {
  const keys = ['x', 'a.b', 'a.c', 'a', 'a.b.d', 'x'].map((key) => parseKey(key) ?? []);

  expect(collisionsOf(keys)).toEqual([null, null, null, 1, 1, 0]);
});
