import { compileExpression } from '../../../server/src/expressions/expression';
import { OPTIONS } from './options';

const LONG = 'a'.repeat(400_000);
const CONTEXT = { doc: { a40: 'a'.repeat(40), long: LONG } };

/** Sixteen times the limit: what is held is that it ends, on a busy machine too. */
const SOON_MS = 1_600;

/** Of what ends by another limit than time: on a busy machine time must not come first. */
const UNHURRIED_MS = 10_000;
/** Less than a quick machine needs for what only time ends. */
const SHORT_MS = 20;
const BY_TIME = 'ran longer';

async function timed(source: string, timeoutMs = OPTIONS.timeoutMs) {
  const from = performance.now();
  const result: unknown = await compileExpression(source, { ...OPTIONS, timeoutMs })
    .evaluate(CONTEXT)
    .catch((error: unknown) => error);
  return { result, ms: performance.now() - from };
}

const doubling = (step: string) =>
  `($f := function($s, $n) { $n = 0 ? $s : $f(${step}, $n - 1) }; $string($f("a", 60)))`;

const repeated = (picture: string) => `$pad("", 400000, "${picture}")`;

test.each([
  ['an endless recursion', '($f := function($x) { 1 + $f($x + 1) }; $f(0))', 'ran longer than'],
  ['an endless tail call', '($f := function($x) { $f($x + 1) }; $f(0))', 'ran longer than'],
  ['an endless tail call of no work', '($f := function($x) { $f($x) }; $f(0))', 'ran longer than'],
  ['a huge range', '[1..1e9]', 'must not exceed'],
  ['a large range', '[1..1e6]', 'maximum sequence length'],
  ['a range in a loop', '$map([1..10000], function($i) { $sum([1..10000]) })', 'ran longer than'],
  ['a huge $pad', '$pad("", 1e9)', 'longer than'],
  ['a $pad with long filling', '$length($pad("", 1e9, doc.long))', 'longer than'],
  ['a text that doubles', doubling('$s & $s'), 'longer than'],
  ['a list that doubles', doubling('[[$s], [$s]]'), 'contains more than'],
  ['an object that doubles', doubling('{"a": $s, "b": $s}'), 'contains more than'],
  ['a list that deepens', doubling('[[$s]]').replace('60', '4000'), 'levels deep'],
  ['a clone in itself', '($x := {} ~> |$|{"a": $, "b": $}|; $string($x))', 'levels deep'],
  ['a huge $join', '$join($split($substring(doc.long, 0, 9000), ""), doc.long)', 'longer than'],
  ['a $split into too many', '$split(doc.long, "")', 'more than 10,000 items'],
  ['a $replace that blows up', '$replace(doc.long, "a", doc.long)', 'too long to be held'],
  ['a regular $replace in a long text', '$replace(doc.long, /a/, "b")', 'ran longer than'],
  ['a regular $split of a long text', '$split(doc.long, /a/)', 'ran longer than'],
  ['a large pattern in a long text', '$match(doc.long, /(a?){500}(b)/)', 'too long for'],
  ['a Roman number', '$formatInteger(1e15, "I")', 'nested too deeply'],
  [
    'a long picture of integers',
    `$formatInteger(1, ${repeated('#,')} & "0")`,
    'pictures of at most',
  ],
  [
    'a long picture to parse by',
    `$parseInteger("1", ${repeated('0,')} & "0")`,
    'pictures of at most',
  ],
  ['a long picture of numbers', `$formatNumber(1, ${repeated('0,')} & "0")`, 'pictures of at most'],
  ['a long picture of times', `$fromMillis(0, ${repeated('[Yw]')})`, 'pictures of at most'],
  [
    'a wide picture of times',
    `$fromMillis(0, "${'[Y,2000000]'.repeat(40)}")`,
    'pictures of at most',
  ],
  ['a picture that backtracks', `$toMillis(doc.a40 & "x", "${'[Y]'.repeat(30)}")`, '$toMillis'],
])('%s ends in a limit', async (_name, source, message) => {
  const byTime = message.includes(BY_TIME);
  const { result, ms } = await timed(source, byTime ? SHORT_MS : UNHURRIED_MS);

  expect(result).toMatchObject({
    name: 'ExpressionError',
    kind: byTime ? 'time' : 'limit',
    message: expect.stringContaining(message) as unknown,
  });
  expect(ms).toBeLessThan(byTime ? SOON_MS : UNHURRIED_MS);
});

test.each([
  ['(a+)+$ that fails', '$contains(doc.a40 & "!", /(a+)+$/)', false],
  ['(a+)+$ that matches', '$contains(doc.a40, /(a+)+$/)', true],
  ['a catastrophic $replace', '$replace(doc.a40 & "!", /(a|aa)+$/, "")', `${'a'.repeat(40)}!`],
  ['a catastrophic $split', '$split(doc.a40 & "!", /(a*)*b/)', [`${'a'.repeat(40)}!`]],
  ['a long needle', '$contains(doc.long, "b" & $substring(doc.long, 0, 200000))', false],
  ['many distinct values', '$count($distinct([1..10000]))', 10_000],
  ['time components next to each other', '$toMillis("1111111111111111x", "[Y][M][D]")', undefined],
])('%s takes no time', async (_name, source, expected) => {
  const { result, ms } = await timed(source, UNHURRIED_MS);

  expect(result).toEqual(expected);
  expect(ms).toBeLessThan(SOON_MS);
});
