import {
  formatRetryOn,
  parseRetryOn,
} from '../../../../../../admin/src/webhooks/form/inputs/retry-on';

test.each([
  ['all', 'all'],
  [' ', 'all'],
  ['All', 'all'],
  ['none', []],
  ['5xx', ['5xx']],
  ['5xx, 408,timeout,', ['5xx', 408, 'timeout']],
  ['all, 408', ['all', 408]],
])('"%s" is read as %j', (written, retryOn) => {
  expect(parseRetryOn(written)).toEqual(retryOn);
});

test.each([['all'], ['none'], ['5xx, 408, timeout']])('%s is written as it was read', (written) => {
  expect(formatRetryOn(parseRetryOn(written))).toBe(written);
});
