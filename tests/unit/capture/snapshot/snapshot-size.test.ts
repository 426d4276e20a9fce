import fc from 'fast-check';

import { leastJsonBytes } from '../../../../server/src/capture/snapshot/snapshot-size';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('no value has less as JSON text than is said', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(leastJsonBytes(value)).toBeLessThanOrEqual(bytesOf(value));
    }),
  );
});

test('of what texts make large it is nearly all', () => {
  const value = { a: 'x'.repeat(10_000), b: [{ c: 'y'.repeat(5_000) }, null, 1], d: undefined };
  expect(leastJsonBytes(value)).toBeGreaterThan(bytesOf(value) - 10);
  expect(leastJsonBytes(value)).toBeLessThanOrEqual(bytesOf(value));
});

test('a date and what is not there are counted as nothing, and several values together', () => {
  expect(leastJsonBytes(new Date(), undefined, 'ab', { c: undefined })).toBe(6);
});

test('a value may be nested deeper than recursion goes', () => {
  let value: unknown = 'end';
  for (let n = 0; n < 100_000; n += 1) value = [value];
  expect(leastJsonBytes(value)).toBe(200_005);
});
