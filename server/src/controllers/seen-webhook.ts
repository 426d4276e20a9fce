import type { DeliveryDetail } from '../contracts/deliveries';
import type { TestResult } from '../contracts/send';
import type { ImportResult } from '../contracts/transfer';
import type { Webhook } from '../contracts/webhook';
import type { SeenWebhook } from '../contracts/webhooks';
import { permissionId } from '../permissions';
import type { AdminContext } from './admin-context';

const READ = permissionId('webhooks.read');

/** Only users who can read webhooks get the attributes, even if they can change the webhook. */
export function seenBy(context: AdminContext, webhook: Webhook): SeenWebhook {
  if (mayRead(context)) return webhook;
  const { documentId, name, state } = webhook;
  return { documentId, name, state };
}

/** The same applies to the attributes before an import. */
export function resultsSeenBy(context: AdminContext, results: ImportResult[]): ImportResult[] {
  if (mayRead(context)) return results;
  return results.map((result) => ({
    ...result,
    changes: result.changes.map(({ old, ...change }) => change),
  }));
}

/** The request shows the webhook's URL, headers and mapping. The response is the sender's own. */
export function testSeenBy(context: AdminContext, test: DeliveryDetail): TestResult {
  const { id: deliveryId, status, reason, request, attempts } = test;
  const [attempt] = attempts;
  if (!attempt) throw new Error(`The test ${deliveryId} has no attempt`);
  return { ...attempt, deliveryId, status, reason, request: mayRead(context) ? request : null };
}

function mayRead({ state: { userAbility } }: AdminContext): boolean {
  return userAbility.can(READ);
}
