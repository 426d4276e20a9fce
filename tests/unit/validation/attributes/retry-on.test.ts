import { retryOnSchema } from '../../../../server/src/validation/attributes/retry-on';

test.each<[given: unknown, stored: unknown]>([
  ['all', 'all'],
  [[], []],
  [
    [408, 429, '5xx', 'timeout'],
    [408, 429, '5xx', 'timeout'],
  ],
  [
    [' 5XX ', '408', 'Timeout'],
    ['5xx', 408, 'timeout'],
  ],
  [
    [300, 599],
    [300, 599],
  ],
])('%j is stored as %j', (given, stored) => {
  expect(retryOnSchema.parse(given)).toEqual(stored);
});

const FORMS =
  'Write status codes (408), status classes ("5xx") or outcomes (timeout, dns-error, connection-error, tls-error)';

test.each<[given: unknown, place: string, message: string]>([
  ['none', '', `Write "all" or a list. ${FORMS}`],
  [5, '', `Write "all" or a list. ${FORMS}`],
  [{ 0: 408 }, '', `Write "all" or a list. ${FORMS}`],
  [['all'], '0', `Unknown entry "all". ${FORMS}`],
  [[408, 'time-out'], '1', `Unknown entry "time-out". ${FORMS}`],
  [['response'], '0', `Unknown entry "response". ${FORMS}`],
  [['500-599'], '0', `Unknown entry "500-599". ${FORMS}`],
  [['50x'], '0', `Unknown entry "50x". ${FORMS}`],
  [['2xx'], '0', '"2xx" is not a retryable status class. Use 3xx, 4xx or 5xx'],
  [['6xx'], '0', '"6xx" is not a retryable status class. Use 3xx, 4xx or 5xx'],
  [[204], '0', '204 is a success and is never retried. Remove it from the list'],
  [[410], '0', '410 is never retried: it disables the webhook'],
  [[100], '0', '100 is not a valid status code. Use 300 to 599'],
  [[600], '0', '600 is not a valid status code. Use 300 to 599'],
  [[408.5], '0', '408.5 is not a valid status code. Use 300 to 599'],
  [['blocked'], '0', '"blocked" is never retried: the next attempt would end the same way'],
  [
    ['render-error'],
    '0',
    '"render-error" is never retried: the next attempt would end the same way',
  ],
  [[408, '5xx', 408], '2', '408 is in the list twice. Remove one'],
  [['5xx', '5XX'], '1', '5xx is in the list twice. Remove one'],
  [[408, '408'], '1', '408 is in the list twice. Remove one'],
  [[null], '0', `An entry must be a number or a string. ${FORMS}`],
  [[['5xx']], '0', `An entry must be a number or a string. ${FORMS}`],
])('%j is refused at "%s"', (given, place, message) => {
  const { error } = retryOnSchema.safeParse(given);

  expect(error?.issues.map((it) => [it.path.join('.'), it.message])).toEqual([[place, message]]);
});
