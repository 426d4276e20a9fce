import type { WebhookOrigin } from '../../contracts/webhook-choices';
import { createAsyncContext } from '../../async-context';
import type { Writer } from '../../secrets/plan-secrets';

const writing = createAsyncContext<Writer>();

/** Marks all writes made by `write` as made by this writer (the configuration, or an import). */
export function withWriter<T>(writer: Writer, write: () => Promise<T>): Promise<T> {
  return writing.run(writer, write);
}

export function currentWriter(): Writer {
  return writing.get() ?? 'person';
}

export function originOfWrite(): WebhookOrigin {
  return currentWriter() === 'configuration' ? 'code' : 'admin';
}
