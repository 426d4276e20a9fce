import { deepEqual } from '../../../../server/src/capture/filter/deep-equal';

/** Deeper than a comparison by recursion reaches. */
function deep(value: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(3_000)}${String(value)}${'}'.repeat(3_000)}`);
}

test.each([
  [{ a: [1, null], b: 2 }, { b: 2, a: [1, null] }, true],
  [[1, 2], [2, 1], false],
  [deep(1), deep(1), true],
  [deep(1), deep(2), false],
])('values are compared, however deep (%#)', (a, b, same) => {
  expect(deepEqual(a, b)).toBe(same);
});

test('dates compare as they are sent, and what is not there is no difference', () => {
  const at = new Date(0);
  expect(deepEqual({ at, a: undefined }, { at: at.toJSON() })).toBe(true);
  expect(deepEqual({ at }, { at: new Date(1) })).toBe(false);
  expect(deepEqual([undefined], [null])).toBe(true);
});

test('a key called __proto__ counts', () => {
  const odd = (value: number): unknown => JSON.parse(`{"a":{"__proto__":{"b":${String(value)}}}}`);
  expect(deepEqual(odd(1), odd(1))).toBe(true);
  expect(deepEqual(odd(1), odd(2))).toBe(false);
});
