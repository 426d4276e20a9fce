import { createTestQuota } from '../../../../server/src/services/send/test-quota';

const MOST = 60;
const MINUTE_MS = 60_000;

test('a person sends 60 tests within any minute, whatever others send', () => {
  let now = 0;
  const count = createTestQuota(() => now);
  for (let sent = 0; sent < MOST; sent += 1) {
    now += 100;
    count('ada');
  }

  expect(() => {
    count('ada');
  }).toThrow('You have sent 60 tests within a minute');
  expect(() => {
    count('ben');
  }).not.toThrow();

  now = MINUTE_MS + 100;
  count('ada');
  expect(() => {
    count('ada');
  }).toThrow('Wait a moment');
});
