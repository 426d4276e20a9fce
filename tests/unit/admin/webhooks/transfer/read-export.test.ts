import { readExport } from '../../../../../admin/src/webhooks/transfer/read-export';

const WEBHOOKS = [{ name: 'CRM' }];

test.each([
  ['an export', { webhooks: WEBHOOKS }],
  ['a bare list', WEBHOOKS],
  ["the API's answer", { data: { webhooks: WEBHOOKS } }],
])('%s is read', (_, content) => {
  expect(readExport(JSON.stringify(content))).toEqual(WEBHOOKS);
});

test.each([
  ['no JSON', 'webhooks'],
  ['nothing', ''],
  ['null', 'null'],
  ['an object of another kind', '{"name":"CRM"}'],
  ['a list of other things', '[1, "x"]'],
])('%s is not', (_, content) => {
  expect(readExport(content)).toBeNull();
});
