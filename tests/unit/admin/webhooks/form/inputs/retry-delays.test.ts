import {
  formatRetryDelays,
  parseRetryDelays,
  scheduleOf,
} from '../../../../../../admin/src/webhooks/form/inputs/retry-delays';

test.each([
  ['5, 300, 1800', [5, 300, 1800]],
  ['5,300', [5, 300]],
  [' 0.5 ', [0.5]],
  ['', []],
  ['  ', []],
])('%j is read as %j', (written, seconds) => {
  expect(parseRetryDelays(written)).toEqual(seconds);
});

test.each(['5,', ',5', '5 300', '-5', '5s', '1e3', 'never', '5;300'])(
  '%j is refused',
  (written) => {
    expect(parseRetryDelays(written)).toBeNull();
  },
);

test('what is written is read back', () => {
  expect(parseRetryDelays(formatRetryDelays([5, 300, 1800]))).toEqual([5, 300, 1800]);
});

test('each delay is followed by one more attempt', () => {
  expect(scheduleOf([5, 300])).toEqual({ attempts: 3, totalSeconds: 305 });
  expect(scheduleOf([])).toEqual({ attempts: 1, totalSeconds: 0 });
});
