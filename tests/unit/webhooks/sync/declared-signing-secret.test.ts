import { declaresSigningSecret } from '../../../../server/src/webhooks/sync/declare-webhooks';
import { config } from '../../config-of';

test.each([
  ['whsec_abc', true],
  ['generate', false],
  [undefined, false],
])('whether the configuration says what a webhook signs with: %s', (signingSecret, declares) => {
  const webhooks = [{ name: ' CRM ', signing: 'hmac', signingSecret }];
  expect(declaresSigningSecret({ ...config(), webhooks }, 'CRM')).toBe(declares);
  expect(declaresSigningSecret({ ...config(), webhooks }, 'Other')).toBe(false);
});
