import { AsyncLocalStorage } from 'node:async_hooks';

import type { WebhookOrigin } from '../contracts/webhook-choices';
import type { Writer } from '../secrets/plan-secrets';

const writing = new AsyncLocalStorage<Writer>();

/** What is written meanwhile comes from the configuration, or from an export. */
export function writeAs<T>(writer: Writer, write: () => Promise<T>): Promise<T> {
  return writing.run(writer, write);
}

export function writerNow(): Writer {
  return writing.getStore() ?? 'person';
}

export function originOfWrite(): WebhookOrigin {
  return writerNow() === 'configuration' ? 'code' : 'admin';
}
