import type { Requester } from '../services/access/requester';
import type { AdminContext } from './admin-context';

/** Who sent a request, and a signal for when they hang up before it is answered. */
export function requesterOf({ state, res }: AdminContext): Requester {
  const controller = new AbortController();
  // While others were served they may have hung up before anybody listened.
  if (res.closed) controller.abort();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  const id = String(state.user?.id ?? state.auth?.credentials?.id ?? 'unknown');
  return { id, ability: state.userAbility, signal: controller.signal };
}
