import { signingSummaryOf } from '../../../../../../admin/src/webhooks/form/state/security-summary';

const NEWEST = { createdAt: '2026-05-03T12:00:00.000Z', expiresAt: null, publicKey: null };
const OLD = {
  ...NEWEST,
  createdAt: '2026-01-01T12:00:00.000Z',
  expiresAt: '2026-05-04T12:00:00.000Z',
};

test('a stored key is named by its day, and so is the end of the one before', () => {
  expect(signingSummaryOf('keep', [NEWEST])).toEqual({
    kind: 'keep',
    since: NEWEST.createdAt,
    until: null,
  });
  expect(signingSummaryOf('keep', [NEWEST, OLD])).toMatchObject({ until: OLD.expiresAt });
});

test('one that is to be replaced is not', () => {
  expect(signingSummaryOf('generate', [NEWEST])).toEqual({ kind: 'generate' });
  expect(signingSummaryOf('paste', [NEWEST, OLD])).toEqual({ kind: 'paste' });
});
