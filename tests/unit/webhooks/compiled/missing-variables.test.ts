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

test('a variable that is not set is reported with the webhook', () => {
  expect(
    warningsOf('$env("DOCUMENT_WEBHOOKS_NOT_SET") = "x"', ['DOCUMENT_WEBHOOKS_NOT_SET']),
  ).toEqual([
    expect.stringMatching(
      /webhook "CRM" reads environment variables that are not set: DOCUMENT_WEBHOOKS_NOT_SET\./,
    ),
  ]);
});

test('a variable that is set is not reported', () => {
  expect(warningsOf('$env("PATH") = "x"', ['PATH'])).toEqual([]);
});

test('a variable that is not allowed for the host of the URL is reported', () => {
  expect(warningsOf('$env("PATH") = "x"', [])).toEqual([
    expect.stringMatching(/expressions\.env does not list for the host of its URL: PATH\./),
  ]);
});
