import type { WebhookOrigin } from '../../contracts/webhook-choices';
import { createScoped } from '../../async-context';
import type { Writer } from '../../secrets/plan-secrets';

const writing = createScoped<Writer>();

/** What is written meanwhile comes from the configuration, or from an export. */
export function writeAs<T>(writer: Writer, write: () => Promise<T>): Promise<T> {
  return writing.run(writer, write);
}

export function writerNow(): Writer {
  return writing.get() ?? 'person';
}

export function originOfWrite(): WebhookOrigin {
  return writerNow() === 'configuration' ? 'code' : 'admin';
}
