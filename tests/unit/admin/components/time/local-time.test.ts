import { toDeliveryQuery } from '../../../../../admin/src/deliveries/list/delivery-filters';
import { toLocal, toUtc } from '../../../../../admin/src/components/time/local-time';

test('a moment goes into a date-time box and comes back, to the minute', () => {
  const moment = new Date('2026-05-03T12:34:56.789Z');
  expect(toLocal(moment)).toMatch(/^2026-05-0\dT\d\d:\d\d$/);
  expect(toUtc(toLocal(moment))).toBe('2026-05-03T12:34:00.000Z');
});

test.each(['', 'soon', '2026-13-01T00:00'])('%j is no moment', (typed) => {
  expect(toUtc(typed)).toBe('');
});

test.each([
  ['404', '404'],
  ['40', ''],
  ['999', ''],
  ['', ''],
])('the status code %j narrows the log to %j', (statusCode, asked) => {
  const nothing = { webhook: '', status: '', event: '', uid: '', documentId: '', from: '', to: '' };
  expect(toDeliveryQuery({ ...nothing, statusCode })).toMatchObject({ statusCode: asked });
});
