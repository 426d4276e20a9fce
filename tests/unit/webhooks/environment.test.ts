import { warnOfMissing } from '../../../server/src/webhooks/environment';
import { webhookInForce } from '../webhook-in-force';

function warningsOf(condition: string): string[] {
  const warnings: string[] = [];
  warnOfMissing([webhookInForce({ name: 'CRM', condition })], {
    warn: (message) => void warnings.push(message),
  });
  return warnings;
}

test('a variable that is not set is told with the webhook', () => {
  expect(warningsOf('$env("DOCUMENT_WEBHOOKS_NOT_SET") = "x"')).toEqual([
    expect.stringMatching(/webhook "CRM" reads DOCUMENT_WEBHOOKS_NOT_SET of the environment/),
  ]);
});

test('one that is set is not', () => {
  expect(warningsOf('$env("PATH") = "x"')).toEqual([]);
});
