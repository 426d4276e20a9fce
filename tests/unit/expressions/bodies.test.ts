import { parse } from 'qs';

import { formBody } from '../../../server/src/expressions/form';
import { templateBody } from '../../../server/src/expressions/template';

const JSON_TYPE = 'application/json';

test.each<[unknown, string, string]>([
  [{ a: [1] }, JSON_TYPE, '{"a":[1]}'],
  [['a'], JSON_TYPE, '["a"]'],
  [1, JSON_TYPE, '1'],
  [false, JSON_TYPE, 'false'],
  [null, JSON_TYPE, 'null'],
  [undefined, JSON_TYPE, 'null'],
  ['a "text"', 'text/plain; charset=utf-8', 'a "text"'],
  ['', 'text/plain; charset=utf-8', ''],
])('a template that results in %j', (result, contentType, text) => {
  expect(templateBody(result)).toEqual({ contentType, text });
});

test('a form nests in brackets', () => {
  const value = {
    title: 'a b&c=é',
    items: [{ sku: 'A' }, { sku: 'B' }],
    n: 1,
    ok: false,
    no: null,
  };

  const { contentType, text } = formBody(value);

  expect(contentType).toBe('application/x-www-form-urlencoded');
  expect(decodeURIComponent(text)).toBe(
    'title=a+b&c=é&items[0][sku]=A&items[1][sku]=B&n=1&ok=false&no=',
  );
  expect(text).toContain('title=a+b%26c%3D%C3%A9&items%5B0%5D%5Bsku%5D=A');
  expect(parse(text)).toMatchObject({ items: [{ sku: 'A' }, { sku: 'B' }], no: '' });
});

test.each([[null], ['text'], [1], [[1, 2]], [undefined]])('%j makes no form', (value) => {
  expect(() => formBody(value)).toThrow('A form needs an object of names and values');
});
