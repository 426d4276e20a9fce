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
        `Document Webhooks: webhook "${name}" reads environment variables that expressions.env does not list for the host of its URL: ${elsewhere.join(', ')}. Its deliveries cannot be rendered. List them in expressions.env, or change the webhook`,
      );
    }
    const missing = [...fields.env].filter((variable) => process.env[variable] === undefined);
    if (missing.length === 0) continue;
    log.warn(
      `Document Webhooks: webhook "${name}" reads environment variables that are not set: ${missing.join(', ')}. Set them, or change the webhook`,
    );
  }
}
