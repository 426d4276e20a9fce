import {
  isCredentialKey,
  usesEnvironment,
} from '../../../../../../admin/src/webhooks/form/rows/credential-key';

test.each([
  'Authorization',
  'Proxy-Authorization',
  'x-api-key',
  'apikey',
  ' Cookie',
  'X-Gitlab-Token',
  'x-hub-secret',
])('%s is likely to hold a credential', (key) => {
  expect(isCredentialKey(key)).toBe(true);
});

test.each(['', 'content-type', 'x-source', 'idempotency-key', 'x-cookies', 'x-tokens-left'])(
  '%s is not',
  (key) => {
    expect(isCredentialKey(key)).toBe(false);
  },
);

test('what is read from the environment is no secret of the webhook', () => {
  expect(usesEnvironment('Bearer {{ $env("CRM_TOKEN") }}')).toBe(true);
  expect(usesEnvironment('Bearer abc')).toBe(false);
});
