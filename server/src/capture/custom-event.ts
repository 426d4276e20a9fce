import type { EventContext } from '../mapping/event-context';
import { actorOf } from './document-service/actor';
import type { CaptureParts } from './capture-parts';
import { inScope } from './write-scope/close-scope';
import { currentFrame, nextPlace, scopeOf } from './write-scope/write-scope';

/** What a custom event is called and is about. `data` is JSON text. */
export type CustomEventGiven = Pick<EventContext, 'event' | 'uid' | 'documentId' | 'locale'> & {
  data: string;
};

/** Captures a developer's own event, in the caller's transaction where there is one. */
export async function captureCustomEvent(
  parts: CaptureParts,
  { data, ...given }: CustomEventGiven,
): Promise<void> {
  const { strapi, registry, now } = parts;
  const outer = currentFrame();
  const subscriptions = outer ? scopeOf(outer).subscriptions : registry.subscriptions();
  if (subscriptions.wanting(given.uid, given.event).length === 0) return;

  const actor = actorOf(strapi);
  const event = { ...given, status: null, timestamp: now(), sequence: null, actor };
  await inScope(parts, { subscriptions }, () => {
    const frame = currentFrame();
    const scope = frame && scopeOf(frame);
    scope?.customEvents.push({ event, data, at: nextPlace(scope) });
    return Promise.resolve();
  });
}
