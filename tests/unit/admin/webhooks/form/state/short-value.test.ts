import { shortValue } from '../../../../../../admin/src/webhooks/form/state/short-value';

const rows = (list: readonly unknown[]) => `${String(list.length)} rows`;

test.each([
  ['QTN-1', '"QTN-1"'],
  [null, 'null'],
  [undefined, 'null'],
  [[{ id: 1 }, { id: 2 }], '2 rows'],
  [['A', 'B'], '["A","B"]'],
  [[], '[]'],
  [{ a: 1 }, '{"a":1}'],
  ['x'.repeat(100), `"${'x'.repeat(59)}…`],
])('%j is shown as %s', (value, shown) => {
  expect(shortValue(value, rows)).toBe(shown);
});
