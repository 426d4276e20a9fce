import { compileExpression } from '../../../server/src/expressions/expression';
import { UNHURRIED } from './options';

const evaluate = (source: string, context = {}) =>
  compileExpression(source, UNHURRIED).evaluate(context);

test.each(['ő本', 'ä', 'plain', '🪑 "x"', ''])(
  '%j is encoded as UTF-8, and decoded again',
  async (text) => {
    const encoded = Buffer.from(text, 'utf8').toString('base64');
    expect(await evaluate('$base64encode(event)', { event: text })).toBe(encoded);
    expect(await evaluate('$base64decode(event)', { event: encoded })).toBe(text);
  },
);

test.each<[string, unknown]>([
  ['$base64encode(doc.none)', undefined],
  ['$base64decode(doc.none)', undefined],
  ['"bob" ~> $base64encode', 'Ym9i'],
  ['event.$base64encode()', 'Ym9i'],
  ['$base64decode("Ym9i\n")', 'bob'],
  ['$base64decode("Ym9iYg")', 'bobb'],
])('%s', async (source, value) => {
  expect(await evaluate(source, { event: 'bob' })).toBe(value);
});

test.each(['ä', 'Ym9iY', 'A'])('what is no base64 is not decoded: %s', async (text) => {
  await expect(evaluate('$base64decode(event)', { event: text })).rejects.toThrow('is not base64');
});
