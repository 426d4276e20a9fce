import type { CompiledWebhook } from '../compiled/compiled-webhook';

/** Logs at boot which webhooks are on hold because a secret is missing. */
export function warnOfHeld(
  webhooks: readonly CompiledWebhook[],
  log: { warn: (message: string) => void },
): void {
  for (const { name, secretsProblem } of webhooks) {
    if (secretsProblem === null) continue;
    log.warn(`Document Webhooks: webhook "${name}": ${secretsProblem}`);
  }
}
