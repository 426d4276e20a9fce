import type { WebhookInput } from '../../../../server/src/contracts/webhooks';

/** The webhooks in a file that was exported: `{ webhooks }`, or a bare list. Null where there are none. */
export function readExport(content: string): WebhookInput[] | null {
  try {
    const parsed: unknown = JSON.parse(content);
    const found: unknown = Array.isArray(parsed) ? parsed : webhooksIn(parsed);
    return Array.isArray(found) && found.every(isObject) ? found : null;
  } catch {
    return null;
  }
}

function webhooksIn(parsed: unknown): unknown {
  if (!isObject(parsed)) return undefined;
  const { webhooks, data } = parsed as { webhooks?: unknown; data?: unknown };
  return webhooks ?? webhooksIn(data);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
