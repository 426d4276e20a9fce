import type { Requester } from '../services/access/requester';
import type { AdminContext } from './admin-context';

/** The sender of a request, and a signal that aborts if the connection closes before the response. */
export function readRequester({ state, res }: AdminContext): Requester {
  const controller = new AbortController();
  // The connection may have closed earlier, while other requests were served.
  if (res.closed) controller.abort();
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  const id = String(state.user?.id ?? state.auth?.credentials?.id ?? 'unknown');
  return { id, ability: state.userAbility, signal: controller.signal };
}
