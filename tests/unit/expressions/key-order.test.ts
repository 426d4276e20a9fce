import { compileExpression } from '../../../server/src/expressions/expression';
import { templateBody } from '../../../server/src/expressions/templates/template-body';
import { UNHURRIED } from './options';

const CONTEXT = {
  doc: {
    items: [
      { sku: '20', qty: 1 },
      { sku: '3', qty: 2 },
    ],
    seo: { b: 1, '1': 2 },
  },
};

test.each<[string, string]>([
  ['{"b": 1, "1": 2}', '{"b":1,"1":2}'],
  [
    '{"b": 1, "1": {"z": 0, "7": 1}, "0": [{"y": 1, "2": 2}]}',
    '{"b":1,"1":{"z":0,"7":1},"0":[{"y":1,"2":2}]}',
  ],
  ['doc.items.{"sku": sku, "1": qty}', '[{"sku":"20","1":1},{"sku":"3","1":2}]'],
  ['doc.items{sku: qty}', '{"20":1,"3":2}'],
  ['doc.{"b": 1, items[0].sku: 2, "a": 3}', '{"b":1,"20":2,"a":3}'],
  ['($x := {"b": 1, "1": 2}; {"c": $x, "0": $x."1"})', '{"c":{"b":1,"1":2},"0":2}'],
  ['$map([1, 2], function($n) { {"n": $n, "0": 1} })', '[{"n":1,"0":1},{"n":2,"0":1}]'],
  ['event = "x" ? {"b": 1, "1": 2} : {"c": 1, "1": 2}', '{"c":1,"1":2}'],
  ['{"b": none, "1": 2, "a": 3}', '{"1":2,"a":3}'],
  ['{"a": null, "b": "ä\\"", "c": [], "d": {}}', '{"a":null,"b":"ä\\"","c":[],"d":{}}'],
  ['"text"', 'text'],
  ['none', 'null'],
  ['42', '42'],
])('%s keeps the order of its keys', async (source, text) => {
  const { evaluate } = compileExpression(source, UNHURRIED);
  expect(templateBody(await evaluate(CONTEXT))).toBe(text);
  // Again, for what was noted of the first evaluation must not show in the next.
  expect(templateBody(await evaluate(CONTEXT))).toBe(text);
});
