import { createMasks } from '../../../../server/src/expressions/redaction/masks';
import { createRedact, redactIn } from '../../../../server/src/expressions/redaction/redact';

const VALUES: Record<string, string> = {
  TOKEN: 'p@ss "word" & more',
  LONGER: 'p@ss "word" & more, and more',
  SHORT: 'abc',
};
const redactNamed = createRedact((name) => VALUES[name]);
const variables = ['TOKEN', 'LONGER', 'SHORT', 'MISSING'];
const redact = (text: string, masks: readonly string[] = []) =>
  redactNamed(text, { masks, variables });

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

test('without names and masks nothing is touched', () => {
  expect(redactNamed(String(VALUES['TOKEN']), {})).toBe(VALUES['TOKEN']);
});

test('only the values of the named variables are masked', () => {
  const text = `${String(VALUES['TOKEN'])}, and more`;
  expect(redactNamed(text, { variables: ['TOKEN'] })).toBe('[redacted], and more');
  expect(redactNamed(text, { variables: ['SHORT', 'MISSING'] })).toBe(text);
});

test('masks stand for secrets in what would be shown, one within another as well', () => {
  const masks = createMasks('xx-p@ss "word" & more-yy');
  expect(redact('a xx-p@ss "word" & more-yy b', masks)).toBe('a [redacted] b');
  expect(redact('{"t":"xx-p@ss \\"word\\" & more-yy"}', masks)).toBe('{"t":"[redacted]"}');
});

test.each([
  ['the credentials of a scheme', 'Bearer abc/d+ef', 'token=abc/d+ef', 'token=[redacted]'],
  ['in a URL, in lower case', 'abc/d+ef', '?t=abc%2fd%2bef', '?t=[redacted]'],
  ['in JSON as PHP writes it', 'abc/d+ef', '"abc\\/d+ef"', '"[redacted]"'],
  ['in JSON as Python writes it', 'pass-w\xf6rd', '"pass-w\\u00f6rd"', '"[redacted]"'],
  ['in HTML', 'a<b>"c"&d', '<p>a&lt;b&gt;&quot;c&quot;&amp;d</p>', '<p>[redacted]</p>'],
  ['in base64', 'abcdefg', 'YWJjZGVmZw==', '[redacted]=='],
  ['user and password', 'Basic dXNlcjpwYXNzd29yZA==', 'user:password?', '[redacted]?'],
  ['a password alone', 'Basic dXNlcjpwYXNzd29yZA==', 'no password!', 'no [redacted]!'],
])('a secret shows nowhere: %s', (_, secret, text, expected) => {
  expect(createRedact()(text, { masks: createMasks(secret) })).toBe(expected);
});

test('of a text that was cut off the end is left out, whatever it holds', () => {
  const cut = (text: string, masks = ['s3cr3t-key']) => createRedact()(text, { masks, cut: true });
  expect(cut('before-before-s3cr3t-')).toBe('befor[redacted]');
  expect(cut('before-before-anything')).toBe('before[redacted]');
  expect(cut('s3cr3t-key and more, and more')).toBe('[redacted] an[redacted]');
  expect(cut('before-before-s3cr3t-', [])).toBe('before-before-s3cr3t-');
  expect(createRedact()('it is s3cr3t-', { masks: ['s3cr3t-key'] })).toBe('it is s3cr3t-');
});

test.each(['493817', 'Bearer 493817', 'abcdef', 'Basic Ym9iOjQ5MzgxNw=='])(
  'what could be guessed is not masked: %s',
  (secret) => {
    expect(createMasks(secret)).toEqual([]);
  },
);

test.each([0, 1, 2])('base64 with %i other bytes before a secret', (before) => {
  for (const secret of ['s3cr3t-in-full', 's3cr3t-in-ful', 's3cr3t-in-fu', 'pässwörd-of-mine']) {
    const masks = createMasks(secret);
    const text = Buffer.from(`${'u'.repeat(before)}${secret}`).toString('base64');
    const longer = Buffer.from(`${'u'.repeat(before)}${secret}:end`).toString('base64');
    expect(createRedact()(text, { masks })).toMatch(/^\w{0,3}\[redacted\]=*$/);
    expect(createRedact()(longer, { masks })).toMatch(/^\w{0,3}\[redacted\][\w+/]{5,7}=*$/);
  }
});
