import { prettyJson } from '../../../../../admin/src/components/request/pretty-json';

test('objects and lists are laid out over lines', () => {
  expect(prettyJson('{"a":1,"b":[true,null]}')).toBe(
    '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}',
  );
});

test.each(['{}', '[]', '[\n]', '{ }'])('%j stays empty on one line', (json) => {
  expect(prettyJson(json)).toBe(json.replace(/\s/g, ''));
});

test('what was laid out before is laid out alike', () => {
  const pretty = prettyJson('{"a":[{"b":1},{}]}') ?? '';
  expect(prettyJson(pretty)).toBe(pretty);
});

test.each(['12345678901234567890', '1.10', '1e400', '-0'])('the number %s is not rounded', (it) => {
  expect(prettyJson(`[${it}]`)).toBe(`[\n  ${it}\n]`);
});

test.each([String.raw`"a,b:{c}[d]"`, String.raw`"say \"hi\", \\"`, '"two  spaces"', '"é"'])(
  'the string %s is left as it is',
  (string) => {
    expect(prettyJson(`[${string}]`)).toBe(`[\n  ${string}\n]`);
  },
);

test.each(['', 'plain', '"a string"', '42', '{"a":', '[1,]', '<p>{}</p>'])(
  '%j is shown as it came',
  (text) => {
    expect(prettyJson(text)).toBeNull();
  },
);
