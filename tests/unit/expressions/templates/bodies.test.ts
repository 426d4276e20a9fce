import { parse } from 'qs';

import { formBody } from '../../../../server/src/expressions/templates/form-body';
import { templateBody } from '../../../../server/src/expressions/templates/template-body';

test.each<[unknown, string]>([
  [{ a: [1] }, '{"a":[1]}'],
  [['a'], '["a"]'],
  [1, '1'],
  [false, 'false'],
  [null, 'null'],
  [undefined, 'null'],
  ['a "text"', 'a "text"'],
  ['', ''],
])('a template that results in %j', (result, text) => {
  expect(templateBody(result)).toBe(text);
});

test('a form nests in brackets', () => {
  const value = {
    title: 'a b&c=é',
    items: [{ sku: 'A' }, { sku: 'B' }],
    n: 1,
    ok: false,
    no: null,
  };

  const text = formBody(value, 'indices');

  expect(decodeURIComponent(text)).toBe(
    'title=a+b&c=é&items[0][sku]=A&items[1][sku]=B&n=1&ok=false&no=',
  );
  expect(text).toContain('title=a+b%26c%3D%C3%A9&items%5B0%5D%5Bsku%5D=A');
  expect(parse(text)).toMatchObject({ items: [{ sku: 'A' }, { sku: 'B' }], no: '' });
});

test.each([[null], ['text'], [1], [[1, 2]], [undefined]])('%j makes no form', (value) => {
  expect(() => formBody(value, 'indices')).toThrow(
    'A form body must be an object of names and values',
  );
});

test.each([
  ['indices', 'tags[0]=a&tags[1]=b&items[0][sku]=A&items[0][qty]=1&items[1][sku]=B'],
  ['brackets', 'tags[]=a&tags[]=b&items[][sku]=A&items[][qty]=1&items[][sku]=B'],
  ['repeat', 'tags=a&tags=b&items[sku]=A&items[qty]=1&items[sku]=B'],
] as const)('a form that writes lists with %s', (arrays, expected) => {
  const value = { tags: ['a', 'b'], items: [{ sku: 'A', qty: 1 }, { sku: 'B' }] };

  expect(decodeURIComponent(formBody(value, arrays))).toBe(expected);
});
