import { parseData } from '../../../admin/src/pages/webhooks/preview/parse-data';

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
