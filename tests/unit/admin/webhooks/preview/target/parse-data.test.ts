import { parseData } from '../../../../../../admin/src/webhooks/preview/target/parse-data';

test.each([
  ['{ "total": 1 }', { data: { total: 1 } }],
  ['  ', { data: {} }],
  ['null', { data: null }],
  ['[1]', { data: [1] }],
  ['{ "total": ', null],
  ['total', null],
])('%j', (typed, expected) => {
  expect(parseData(typed)).toEqual(expected);
});
