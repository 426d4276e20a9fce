import { RE2JS } from 're2js';

import { compileExpression } from '../../../../server/src/expressions/expression';
import { MAX_REGEX_COST } from '../../../../server/src/expressions/jsonata/compile-budget';
import { regexCost } from '../../../../server/src/expressions/jsonata/regex-cost';
import { UNHURRIED } from '../options';

const translated = (source: string, flags = ''): string =>
  RE2JS.translateRegExp(new RegExp(source, flags));
const costOf = (source: string, flags = ''): number =>
  regexCost(translated(source, flags), flags.includes('i'));

/** More than the text of each costs is what repeats, nests or folds. */
const PATTERNS: [string, string?][] = [
  ['a{1000}'],
  ['(a{10}){100}'],
  ['(?:(?:a?b?)c?){300}'],
  ['(?:x{0,30}){0,30}'],
  ['.{0,1000}.{0,900}'],
  ['(?:ab|cd|ef){0,100}'],
  ['(?<year>\\d{4})-(?<month>\\d{2})'],
  ['[a-z0-9._-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?', 'i'],
  ['\\p{L}{500}[^\\p{L}\\p{N}]{2,}'],
  ['\\Qa{1000}\\E'],
  ['[]a{1000}'],
  ['[[:alpha:]]{20}'],
  ['((((a))))*'],
  ['a{3,}?b+?'],
  ['(?:){1000}'],
  ['(?:^|$|\\b){50}'],
  ['[A-\\uffff]{30}', 'i'],
];

test.each(PATTERNS)('/%s/%s costs at least the steps it compiles to', (source, flags = '') => {
  const size = RE2JS.compile(translated(source, flags)).programSize();

  // RE2JS adds a step for a failure and one for a match.
  expect(costOf(source, flags) + 2).toBeGreaterThanOrEqual(size);
});

test.each<[string, string?]>([
  ['a{1000}'.repeat(285)],
  ['((a{100}){10}){10}'],
  ['(?:a{1000}|b{1000}){2}'],
  ['[A-\\uffff]'.repeat(10), 'i'],
  [`[${'A-\\uffff'.repeat(1_000)}]`, 'i'],
  [`[${'\\p{L}'.repeat(1_000)}]`],
  ['\\p{L}'.repeat(1_000)],
  ['abcdefghij'.repeat(1_000)],
])('/%.40s…/%s is refused before it is compiled, with the limit', (source, flags = '') => {
  const before = process.cpuUsage();

  expect(() => compileExpression(`$match(doc.a, /${source}/${flags})`, UNHURRIED)).toThrow(
    `the maximum is ${String(MAX_REGEX_COST)}`,
  );

  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(150);
});

test('the regular expressions of one expression have a limit together, the same one counts once', () => {
  const different = Array.from({ length: 5 }, (_, at) => `/x${String(at)}a{1000}b{950}c{950}/`);
  const same = Array.from({ length: 50 }, () => `/a{1000}b{950}c{950}/`);
  const compile = (patterns: string[]) =>
    compileExpression(`[${patterns.map((it) => `$match(doc.a, ${it})`).join()}]`, UNHURRIED);

  expect(() => compile(different.slice(0, 3))).not.toThrow();
  expect(() => compile(same)).not.toThrow();
  expect(() => compile(different)).toThrow('all regular expressions together');
});

/**
 * The dearest of what is accepted, as a search over random patterns of these kinds found them: 5 to 15 ms
 * and 2 to 9 MB on a machine that does nothing else.
 */
test.each<[string, string?]>([
  ['a{1000}'.repeat(3)],
  [Array.from({ length: 400 }, (_, at) => `w${String(at)}`).join('|')],
  [`[${'\\p{L}'.repeat(50)}]`, 'i'],
  ['\\p{L}'.repeat(50), 'i'],
  ['[A-\\uffff]'.repeat(4), 'i'],
  ['(?:\\p{L}?[\\W]){330}', 'i'],
  ['ab'.repeat(600), 'i'],
  ['()'.repeat(700)],
])('/%.40s…/%s is accepted and compiles fast', (source, flags = '') => {
  expect(costOf(source, flags)).toBeLessThanOrEqual(MAX_REGEX_COST);
  const pattern = translated(source, flags);
  const before = process.cpuUsage();

  RE2JS.compile(pattern);

  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(150);
});
