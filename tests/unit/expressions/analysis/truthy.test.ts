import jsonata from 'jsonata';

import { truthy } from '../../../../server/src/expressions/analysis/truthy';

const VALUES = [
  null,
  true,
  false,
  0,
  1,
  -1,
  '',
  'false',
  [],
  [0],
  [0, 1],
  [[], [0]],
  [{}],
  {},
  { a: 0 },
];

test.each(VALUES.map((value) => [JSON.stringify(value), value]))(
  '%s is what $boolean makes of it',
  async (_, value) => {
    const expected: unknown = await jsonata('$boolean(value)').evaluate({ value });
    expect(truthy(value)).toBe(expected);
  },
);

test('nothing is false', () => {
  expect(truthy(undefined)).toBe(false);
});
