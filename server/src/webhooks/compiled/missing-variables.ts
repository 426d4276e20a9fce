import type { CompiledWebhook } from './compiled-webhook';

/** Logs at boot which environment variables of webhooks are missing or not allowed. */
export function warnOfMissing(
  webhooks: readonly CompiledWebhook[],
  log: { warn: (message: string) => void },
): void {
  for (const { name, fields, environment } of webhooks) {
    const elsewhere = [...fields.env].filter((variable) => !environment.allowed.includes(variable));
    if (elsewhere.length > 0) {
      log.warn(
        `Document Webhooks: webhook "${name}" reads ${elsewhere.join(', ')} of the environment, which expressions.env does not list for the host of its URL: it cannot be rendered`,
      );
    }
    const missing = [...fields.env].filter((variable) => process.env[variable] === undefined);
    if (missing.length === 0) continue;
    log.warn(
      `Document Webhooks: webhook "${name}" reads ${missing.join(', ')} of the environment, which is not set: it finds nothing there`,
    );
  }
}
