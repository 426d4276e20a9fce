import type { CompiledWebhook } from '../compiled/compiled-webhook';

/** At boot: which webhooks send nothing for want of a secret. */
export function warnOfHeld(
  webhooks: readonly CompiledWebhook[],
  log: { warn: (message: string) => void },
): void {
  for (const { name, secretsProblem } of webhooks) {
    if (secretsProblem === null) continue;
    log.warn(`Document Webhooks: webhook "${name}": ${secretsProblem}`);
  }
}
