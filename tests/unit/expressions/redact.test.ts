import { createRedact, redactIn } from '../../../server/src/expressions/redact';

const VALUES: Record<string, string> = {
  TOKEN: 'p@ss "word" & more',
  LONGER: 'p@ss "word" & more, and more',
  SHORT: 'abc',
};
const redact = createRedact(['TOKEN', 'LONGER', 'SHORT', 'MISSING'], (name) => VALUES[name]);

test.each([
  ['as it is', `Bearer ${String(VALUES['TOKEN'])}!`, 'Bearer [redacted]!'],
  ['in JSON', JSON.stringify({ t: VALUES['TOKEN'] }), '{"t":"[redacted]"}'],
  ['in a URL', `/?t=${encodeURIComponent(VALUES['TOKEN'] ?? '')}`, '/?t=[redacted]'],
  ['in a form', new URLSearchParams({ t: VALUES['TOKEN'] ?? '' }).toString(), 't=[redacted]'],
  ['twice', `${String(VALUES['TOKEN'])}${String(VALUES['TOKEN'])}`, '[redacted][redacted]'],
  ['one within another', String(VALUES['LONGER']), '[redacted]'],
  ['one that is too short to be a secret', 'abc', 'abc'],
])('%s', (_, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test('at any depth of a value, keys untouched', () => {
  const value = { a: [VALUES['TOKEN'], 1, null], b: { c: VALUES['TOKEN'], d: true } };
  expect(redactIn(redact, value)).toEqual({
    a: ['[redacted]', 1, null],
    b: { c: '[redacted]', d: true },
  });
});

test('without names nothing is touched', () => {
  const value = { a: 'x' };
  expect(redactIn(createRedact([]), value)).toBe(value);
});
