import type { CaptureParts } from './capture-parts';
import type { DocumentMark } from './document-mark';
import { markInForce, rowWrite } from './place';
import type { Hook } from './query-hooks';

/** Its hooks, as Strapi's lifecycles know it. */
export type Subscriber = Record<string, Hook>;

/**
 * Notes that rows are written before any hook hears of it. A hook of an app's that throws keeps those of
 * capture from being called; the rows stay where the caller lets the failure pass and commits.
 */
export function wrapLifecycles({ strapi }: CaptureParts, subscriber: Subscriber): void {
  const { lifecycles } = strapi.db;
  const { run } = lifecycles;
  lifecycles.run = (...lifecycle) => {
    const [action, uid, properties, states] = lifecycle;
    const row = rowWrite();
    const hook = action.startsWith('after') ? subscriber[action] : undefined;
    if (hook && row?.uid === uid) {
      const mark = markInForce();
      if (mark?.uid === uid && row.direct && isOwn(mark, properties)) mark.done = true;
      const state = states?.get(subscriber) ?? {};
      row.owed = () => hook(lifecycles.createEvent(action, uid, properties, state));
    }
    return run.apply(lifecycles, lifecycle);
  };
}

/** Makes a write; where it fails after its rows were written, they are captured all the same. */
export async function evenIfAHookFails<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const row = rowWrite();
    await row?.owed?.().catch(() => undefined);
    throw error;
  }
}

/** A hook that captures what is owed. */
export function paying(hook: Hook): Hook {
  return (event) => {
    const row = rowWrite();
    if (row?.uid === event.model.uid) row.owed = null;
    return hook(event);
  };
}

/** A middleware further in may write another document of the type. */
function isOwn({ documentId }: DocumentMark, { result }: { result?: unknown }): boolean {
  const written = (result as { documentId?: string } | null | undefined)?.documentId;
  return written === undefined || written === documentId;
}
