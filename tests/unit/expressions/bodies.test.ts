import { parse } from 'qs';

import { formBody } from '../../../server/src/expressions/form';
import { templateBody } from '../../../server/src/expressions/template';

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

  const text = formBody(value);

  expect(decodeURIComponent(text)).toBe(
    'title=a+b&c=é&items[0][sku]=A&items[1][sku]=B&n=1&ok=false&no=',
  );
  expect(text).toContain('title=a+b%26c%3D%C3%A9&items%5B0%5D%5Bsku%5D=A');
  expect(parse(text)).toMatchObject({ items: [{ sku: 'A' }, { sku: 'B' }], no: '' });
});

test.each([[null], ['text'], [1], [[1, 2]], [undefined]])('%j makes no form', (value) => {
  expect(() => formBody(value)).toThrow('A form needs an object of names and values');
});
