import { parsePreviewBody } from '../../../../server/src/validation/requests/preview-body';
import { parseImportBody } from '../../../../server/src/validation/requests/transfer';

/** Comparing it with a number throws. */
const ODD = { length: { toString: null } };

test.each([
  ['a text', 'uid', () => parsePreviewBody({ webhook: {}, uid: ODD, documentId: 'x', event: 'y' })],
  ['a list', 'webhooks', () => parseImportBody({ webhooks: ODD })],
])('an object with a length of its own in place of %s is refused at %s', (_of, place, parse) => {
  expect(parse).toThrow(`${place}: The value has a length that is not a number`);
});

test('elsewhere it is like any other', () => {
  const body = { webhook: {}, event: 'order.paid', data: ODD };
  expect(parsePreviewBody(body)).toMatchObject({ data: ODD });
});
