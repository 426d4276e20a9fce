import type { Holding } from '../../outbox/operator/captured-paths';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import type { Connection } from '../../outbox/database/tables';
import { createAsyncContext } from '../../async-context';
import type { DecryptedSecrets } from '../../secrets/reveal';
import type { StoredWebhook } from '../stored/stored-webhook';

export interface CheckedChange {
  /** The webhook before the change. */
  before: StoredWebhook;
  attributes: Record<string, unknown>;
  /** The stored secret headers. */
  kept: DecryptedSecrets['headers'];
  /** The contents of pending deliveries that would go to the changed destination. */
  waiting: () => Promise<Holding[]>;
}

/** Rejects if the user must not make this change. */
export type RightsCheck = (change: CheckedChange) => Promise<void>;

const checking = createAsyncContext<RightsCheck>();

/** Runs the check for each webhook change that `write` makes, in the transaction that stores it. */
export function withRightsCheck<T>(check: RightsCheck, write: () => Promise<T>): Promise<T> {
  return checking.run(check, write);
}

/** Whether the current write is checked. */
export function isRightsChecked(): boolean {
  return checking.get() !== undefined;
}

/**
 * Returns the current check, if any, and takes a lock. The lock serializes such changes, because
 * two permitted changes together could amount to one that is not. Call it first in the transaction.
 */
export async function rightsCheckIn(transaction: Connection): Promise<RightsCheck | undefined> {
  const check = checking.get();
  if (check) await acquireAdvisoryLock(transaction, 'rights');
  return check;
}
