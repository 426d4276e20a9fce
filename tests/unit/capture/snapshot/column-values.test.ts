import { createRequire } from 'node:module';

import { fromColumn } from '../../../../server/src/capture/snapshot/column-values';

interface Fields {
  createField(attribute: { type: string }): { fromDB(value: unknown): unknown };
}
const { createField } = createRequire(__filename)(
  '@strapi/database/dist/fields/index.js',
) as Fields;

const TEXTS = ['string', 'text', 'richtext', 'email', 'uid', 'enumeration'];
const NUMBERS = ['integer', 'float', 'decimal', 'increments'];

/** As SQLite, PostgreSQL and MySQL hand them over. */
const CASES: [string, unknown][] = [
  ...TEXTS.flatMap((type): [string, unknown][] => [
    [type, 'Bülent "B" 🪑'],
    [type, ''],
    [type, 12],
  ]),
  ...NUMBERS.flatMap((type): [string, unknown][] => [
    [type, 0],
    [type, -2.5],
  ]),
  ['decimal', '49.98'],
  ['integer', '7'],
  ['biginteger', 9_007_199_254_740_991],
  ['biginteger', '9223372036854775807'],
  ['boolean', true],
  ['boolean', false],
  ['boolean', 1],
  ['boolean', 0],
  ['boolean', '1'],
  ['boolean', 'odd'],
  ['json', '{"a":[1,null]}'],
  ['json', { a: [1] }],
  ['json', '"\\"twice\\""'],
  ['json', 'not json'],
  ['json', '3'],
  ['blocks', '[{"type":"paragraph"}]'],
  ['date', '2017-09-30'],
  ['time', '17:09:51.239'],
  ['datetime', 1_505_408_991_239],
  ['datetime', '2017-09-14T17:09:51.239Z'],
  ['datetime', new Date(1_505_408_991_239)],
  ['datetime', 'no date'],
];

test.each(CASES)('%s %j is read as Strapi reads it', (type, value) => {
  expect(fromColumn(type)?.(value)).toEqual(createField({ type }).fromDB(value));
});

test.each(['relation', 'component', 'media', 'dynamiczone', 'constructor'])(
  '%s is not a column',
  (type) => {
    expect(fromColumn(type)).toBeUndefined();
  },
);
