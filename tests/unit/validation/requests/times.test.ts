import { parseRecoverBody } from '../../../../server/src/validation/requests/queries';

test.each([
  ['2026-05-03T12:34:56.789Z', '2026-05-03T12:34:56.789Z'],
  ['2026-05-03T12:34Z', '2026-05-03T12:34:00.000Z'],
  ['2026-05-03T12:34:56+02:00', '2026-05-03T10:34:56.000Z'],
  ['2026-05-03', '2026-05-03T00:00:00.000Z'],
])('%s is a time', (since, expected) => {
  expect(parseRecoverBody({ since }).since).toBe(Date.parse(expected));
});

test('without an offset it is the time of this machine', () => {
  const { since } = parseRecoverBody({ since: '2026-05-03T12:34' });

  expect(since).toBe(new Date(2026, 4, 3, 12, 34).getTime());
});

test.each(['', '7', '10', '-1', 'foo 3', 'yesterday 1', '1/2/26', '2026-02-30', 5, null])(
  '%j is no time',
  (since) => {
    expect(() => parseRecoverBody({ since })).toThrow(
      'since: The time is invalid. Use ISO 8601, such as 2026-01-31T12:00:00Z',
    );
  },
);
