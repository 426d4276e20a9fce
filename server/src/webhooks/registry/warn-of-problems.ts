import type { WebhookProblem } from '../../contracts/webhook';
import type { StoredWebhook } from '../stored/stored-webhook';

/** Logs at boot which webhooks reference fields or types that no longer exist. */
export function warnOfProblems(
  webhooks: readonly StoredWebhook[],
  log: { warn: (message: string) => void },
  problemsOf: (webhook: StoredWebhook) => WebhookProblem[],
): void {
  for (const webhook of webhooks) {
    for (const { place, message } of problemsOf(webhook)) {
      log.warn(`Document Webhooks: webhook "${webhook.name}", ${place}: ${message}`);
    }
  }
}
