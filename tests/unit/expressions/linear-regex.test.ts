import { compileExpression } from '../../../server/src/expressions/expression';
import { UNHURRIED } from './options';

test.each<[string, unknown]>([
  ['$match("a1b2", /[a-z](\\d)/).groups', ['1', '2']],
  ['$match("a1b2", /[a-z](\\d)/).index', [0, 2]],
  ['$match("abab", /ab/, 1).match', 'ab'],
  ['$match("aaa", /^a/).index', 0],
  ['$match("a\na", /^a/m).index', [0, 2]],
  ['$match("ABC", /b/i).match', 'B'],
  ['$match("b", /(x)|(b)/).groups', [null, 'b']],
  ['$match("xé😀b", /b/).index', 4],
  ['$match("2020-01", /(?<year>\\d+)-/).groups', ['2020']],
  ['$contains("abc", /B/)', false],
  ['$contains("abc", /B/i)', true],
  ['$split("a1b22c", /\\d+/)', ['a', 'b', 'c']],
  ['$split("a, b ,c", /\\s*,\\s*/, 2)', ['a', 'b']],
  ['$split("abc", /x/)', ['abc']],
  ['$replace("John Smith", /(\\w+)\\s(\\w+)/, "$2, $1")', 'Smith, John'],
  ['$replace("aXbX", /X/, function($m) { $m.match & $string($m.start) })', 'aX1bX3'],
  ['$replace("abab", /a/, "c", 1)', 'cbab'],
  ['$replace("b", /(x)?b/, "[$1]")', '[]'],
  ['$map(["a1", "b2"], function($t) { $replace($t, /\\d/, "") })', ['a', 'b']],
  ['"abc" ~> /b/ ~> $type', 'object'],
])('%s', async (source, expected) => {
  await expect(compileExpression(source, UNHURRIED).evaluate({})).resolves.toEqual(expected);
});

test('a match of nothing does not repeat for ever', async () => {
  await expect(compileExpression('$match("abc", /x*/)', UNHURRIED).evaluate({})).rejects.toThrow(
    'Regular expression matches zero length string',
  );
});

test('a regular expression that ?: has lost is an error', async () => {
  await expect(
    compileExpression('$contains("abc", /b/ ?: "b")', UNHURRIED).evaluate({}),
  ).rejects.toMatchObject({ kind: 'evaluation' });
});
