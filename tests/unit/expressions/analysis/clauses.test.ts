import { splitClauses } from '../../../../server/src/expressions/analysis/clauses';

test.each<[string, string[]]>([
  ['a = 1', ['a = 1']],
  ['a = 1 and b = 2', ['a = 1', 'b = 2']],
  ['a and b and c', ['a', 'b', 'c']],
  ['(a and b) and c', ['(a and b)', 'c']],
  ['a = 1 and (b or c and d)', ['a = 1', '(b or c and d)']],
  ['a = "x and y" and b', ['a = "x and y"', 'b']],
  ['/* a and b */ c and d', ['/* a and b */ c', 'd']],
  ['a and b or c', ['a and b or c']],
  ['a and b ? c : d', ['a and b ? c : d']],
  ['doc.and and b', ['doc.and', 'b']],
  ['$f := function(){ a and b }; $f()', ['$f := function(){ a and b }; $f()']],
  ['a and', ['a and']],
  [' a  and\n b ', ['a', 'b']],
  ['a and /* and */ "and" = b and c', ['a', '/* and */ "and" = b', 'c']],
])('%s', (source, clauses) => {
  expect(splitClauses(source)).toEqual(clauses);
});

test('many clauses take no time', () => {
  const from = performance.now();

  expect(splitClauses(Array<string>(500).fill('true').join(' and '))).toHaveLength(500);

  expect(performance.now() - from).toBeLessThan(1_000);
});
