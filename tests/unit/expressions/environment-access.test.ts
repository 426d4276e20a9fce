import { environmentNamesFor } from '../../../server/src/expressions/environment-access';

const ENV = [
  { name: 'ANY', hosts: null },
  { name: 'ONE', hosts: ['crm.example.com'] },
  { name: 'BELOW', hosts: ['*.example.com', '10.0.0.1'] },
];

test.each([
  ['crm.example.com', ['ANY', 'ONE', 'BELOW']],
  ['a.b.example.com', ['ANY', 'BELOW']],
  ['10.0.0.1', ['ANY', 'BELOW']],
  ['example.com', ['ANY']],
  ['badexample.com', ['ANY']],
  ['crm.example.com.evil.example', ['ANY']],
  [null, ['ANY']],
])('for the host %s: %j', (host, names) => {
  expect(environmentNamesFor(ENV, host)).toEqual(names);
});
