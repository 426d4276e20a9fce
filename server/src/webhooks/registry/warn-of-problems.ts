import type { WebhookProblem } from '../../contracts/webhook';
import type { StoredWebhook } from '../stored/stored-webhook';

/** At boot: which webhooks name what content types have lost. */
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
