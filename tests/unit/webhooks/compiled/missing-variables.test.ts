import { warnOfMissing } from '../../../../server/src/webhooks/compiled/missing-variables';
import { webhookInForce } from '../../webhook-in-force';

function warningsOf(condition: string, allowed: string[]): string[] {
  const warnings: string[] = [];
  const environment = { allowed, read: () => undefined };
  warnOfMissing([{ ...webhookInForce({ name: 'CRM', condition }), environment }], {
    warn: (message) => void warnings.push(message),
  });
  return warnings;
}

test('a variable that is not set is told with the webhook', () => {
  expect(
    warningsOf('$env("DOCUMENT_WEBHOOKS_NOT_SET") = "x"', ['DOCUMENT_WEBHOOKS_NOT_SET']),
  ).toEqual([
    expect.stringMatching(/webhook "CRM" reads DOCUMENT_WEBHOOKS_NOT_SET of the environment/),
  ]);
});

test('one that is set is not', () => {
  expect(warningsOf('$env("PATH") = "x"', ['PATH'])).toEqual([]);
});

test('one that is not for the host of the URL is told too', () => {
  expect(warningsOf('$env("PATH") = "x"', [])).toEqual([
    expect.stringMatching(/reads PATH of the environment, which expressions\.env does not list/),
  ]);
});
