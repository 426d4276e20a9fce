import type { Holding } from '../../outbox/operator/captured-paths';
import { acquireAdvisoryLock } from '../../outbox/database/advisory-lock';
import type { Connection } from '../../outbox/database/tables';
import { createAsyncContext } from '../../async-context';
import type { DecryptedSecrets } from '../../secrets/reveal';
import type { StoredWebhook } from '../stored/stored-webhook';

export interface CheckedChange {
  /** The webhook as it is now. */
  before: StoredWebhook;
  attributes: Record<string, unknown>;
  /** The secret headers that it has now. */
  kept: DecryptedSecrets['headers'];
  /** What the deliveries hold that would go to where the changed webhook leads. */
  waiting: () => Promise<Holding[]>;
}

/** Rejects where a webhook must not be changed so. */
export type RightsCheck = (change: CheckedChange) => Promise<void>;

const checking = createAsyncContext<RightsCheck>();

/** Puts each change of a webhook that `write` makes to the check, in the transaction that stores it. */
export function withRightsCheck<T>(check: RightsCheck, write: () => Promise<T>): Promise<T> {
  return checking.run(check, write);
}

/**
 * The check, for who has to pass one. From here on their transaction is the only one of its kind: two
 * changes of which each would pass do not come to a third that would not. To be asked first of all in it.
 */
export async function rightsCheckIn(transaction: Connection): Promise<RightsCheck | undefined> {
  const check = checking.get();
  if (check) await acquireAdvisoryLock(transaction, 'rights');
  return check;
}
