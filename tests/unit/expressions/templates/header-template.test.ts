import { compileHeaderTemplate } from '../../../../server/src/expressions/templates/header-template';
import { UNHURRIED } from '../options';
import { render } from '../render';

const compile = (text: string) => compileHeaderTemplate(text, UNHURRIED);

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['}} { {', '}} { {'],
  ['Bearer {{ $env("ALLOWED") }}', 'Bearer value'],
  ['{{ doc.id }}/{{doc.ok}};{{doc.none}}', '7/true;'],
  ['{{ "{{" }}', '{{'],
  ['{{ {"a": {"b": "}}"}}.a.b }}', '}}'],
  ['{{ /* }} */ doc.id }}', '7'],
  ['{{\n  doc.id\n}}', '7'],
  ['é {{ doc.latin }}', 'é ÿ'],
])('%j', async (text, expected) => {
  const context = { doc: { id: 7, ok: true, none: null, latin: 'ÿ' } };

  await expect(render(compile(text), context, { ALLOWED: 'value' })).resolves.toBe(expected);
});

test.each([
  ['a\r\nx-evil: 1', 'U+000D'],
  ['a\nb', 'U+000A'],
  ['a\u0000', 'U+0000'],
  ['a\tb', 'U+0009'],
  ['a\u007f', 'U+007F'],
  ['a\u0085', 'U+0085'],
  ['Ω', 'U+03A9'],
  ['😀', 'U+D83D'],
])('a value of %j is never sent', async (value, code) => {
  await expect(render(compile('x {{ doc.value }}'), { doc: { value } })).rejects.toMatchObject({
    kind: 'evaluation',
    message: `{{ doc.value }}: A header cannot contain the character ${code}`,
  });
  expect(() => compile(`x ${value}`)).toThrow(`A header cannot contain the character ${code}`);
});

test.each([
  [{ a: 1 }, 'an object'],
  [['a'], 'a list'],
])('a value of %j is an error', async (value, what) => {
  await expect(render(compile('{{ doc.value }}'), { doc: { value } })).rejects.toThrow(
    `{{ doc.value }}: The result is ${what}, but a text is needed`,
  );
});

test.each([
  ['x {{ doc.id', '{{ doc.id has no closing }}'],
  ['{{ doc. }} and {{ doc.id }}', '{{ doc. }}: Unexpected end of expression'],
  [`{{ "${'}}'.repeat(200)}`, 'String literal must be terminated'],
  ['{{ doc.id }} {{ (doc }}', '{{ (doc }}: Expected ")"'],
])('%j is refused', (text, message) => {
  expect(() => compile(text)).toThrow(message);
});
