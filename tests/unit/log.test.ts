import { logOf, oneLine } from '../../server/src/log';

test.each([
  ['plain text: "a" é 😀 \\', 'plain text: "a" é 😀 \\'],
  ['a\nb\r\nc\td', 'a\\nb\\r\\nc\\td'],
  ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['\u0000\u0007\u007f\u0085\u009b', '\\u0000\\u0007\\u007f\\u0085\\u009b'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
  ['\ud800', '\\ud800'],
])('%j is logged as %j', (text, expected) => {
  expect(oneLine(text)).toBe(expected);
});

test('a message of any length is one line of a bounded length', () => {
  expect(oneLine('\n'.repeat(1_000_000)).length).toBeLessThan(30_000);
});

test('every level is cleaned', () => {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  const log = logOf({ log: { debug: keep, info: keep, warn: keep, error: keep } });

  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](`${level}\n`);

  expect(lines).toEqual(['debug\\n', 'info\\n', 'warn\\n', 'error\\n']);
});
