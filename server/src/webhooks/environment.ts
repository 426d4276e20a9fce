import type { WebhookInForce } from './webhook-in-force';

/** At boot: what a webhook reads of the environment and is not there is worth a line in the log. */
export function warnOfMissing(
  webhooks: readonly WebhookInForce[],
  log: { warn: (message: string) => void },
): void {
  for (const { name, names } of webhooks) {
    const missing = [...names.env].filter((variable) => process.env[variable] === undefined);
    if (missing.length === 0) continue;
    log.warn(
      `Document Webhooks: webhook "${name}" reads ${missing.join(', ')} of the environment, which is not set: it finds nothing there`,
    );
  }
}
