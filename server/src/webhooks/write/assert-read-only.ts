import { isDeepStrictEqual } from 'node:util';

import { validationError } from '../../validation/parse-with';
import type { StoredWebhook } from '../stored/stored-webhook';
import { originOfWrite } from '../stored/write-origin';

/** A declared webhook is read-only but for its state; what comes back as it is may come along. */
export function assertReadOnly(stored: StoredWebhook, changed: [string, unknown][]): void {
  if (stored.origin === 'admin' || originOfWrite() === 'code') return;
  const refused = changed.filter(
    ([name, value]) =>
      name !== 'state' && !isDeepStrictEqual(value, stored[name as keyof StoredWebhook]),
  );
  if (refused.length === 0) return;
  throw validationError(
    refused.map(([name]) => ({
      path: [name],
      message:
        'This webhook is declared in code: change it in config.webhooks. Only its state can be set here',
    })),
  );
}

/** One that the configuration no longer has may go. */
export function assertNotDeclared({ name, origin }: StoredWebhook, declared: string[]): void {
  if (origin === 'admin' || !declared.includes(name)) return;
  throw validationError([
    {
      path: [],
      message: 'This webhook is declared in code: remove it from config.webhooks, or disable it',
    },
  ]);
}
