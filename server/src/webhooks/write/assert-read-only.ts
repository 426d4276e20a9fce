import { isDeepStrictEqual } from 'node:util';

import { validationError } from '../../validation/parse-with';
import type { StoredWebhook } from '../stored/stored-webhook';
import { originOfWrite } from '../stored/write-origin';

/**
 * Throws if a write changes a declared webhook, except for its state. Unchanged values are allowed.
 */
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
        'This webhook is declared in code. Change it in config.webhooks. Only its state can be changed here',
    })),
  );
}

/** Throws if a webhook that is still declared is deleted. */
export function assertNotDeclared({ name, origin }: StoredWebhook, declared: string[]): void {
  if (origin === 'admin' || !declared.includes(name)) return;
  throw validationError([
    {
      path: [],
      message: 'This webhook is declared in code. Remove it from config.webhooks, or disable it',
    },
  ]);
}
