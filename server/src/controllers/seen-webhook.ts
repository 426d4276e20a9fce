import type { ImportResult } from '../contracts/transfer';
import type { Webhook } from '../contracts/webhook';
import type { SeenWebhook } from '../contracts/webhooks';
import { permissionId } from '../permissions';
import type { AdminContext } from './admin-context';

const READ = permissionId('webhooks.read');

/** What a webhook holds is for those who may read webhooks, whatever else they may do with it. */
export function seenBy(context: AdminContext, webhook: Webhook): SeenWebhook {
  if (mayRead(context)) return webhook;
  const { documentId, name, state } = webhook;
  return { documentId, name, state };
}

/** So is what it held before an import. */
export function resultsSeenBy(context: AdminContext, results: ImportResult[]): ImportResult[] {
  if (mayRead(context)) return results;
  return results.map((result) => ({
    ...result,
    changes: result.changes.map(({ old, ...change }) => change),
  }));
}

function mayRead({ state: { userAbility } }: AdminContext): boolean {
  return userAbility.can(READ);
}
