import type { EventContext } from '../mapping/event-context';
import { actorOf } from './document-service/actor';
import type { CaptureParts } from './capture-parts';
import { inScope } from './write-scope/close-scope';
import { currentFrame, nextPosition, scopeOf } from './write-scope/write-scope';

/** Name and subject of a custom event. `data` is JSON text. */
export type CustomEventInput = Pick<EventContext, 'event' | 'uid' | 'documentId' | 'locale'> & {
  data: string;
};

/** Captures a custom event of the app, in the caller's transaction if there is one (I1). */
export async function captureCustomEvent(
  parts: CaptureParts,
  { data, ...input }: CustomEventInput,
): Promise<void> {
  const { strapi, registry, now } = parts;
  const outer = currentFrame();
  const subscriptions = outer ? scopeOf(outer).subscriptions : registry.subscriptions();
  if (subscriptions.wanting(input.uid, input.event).length === 0) return;

  const actor = actorOf(strapi);
  const event = { ...input, status: null, timestamp: now(), sequence: null, actor };
  await inScope(parts, { subscriptions }, () => {
    const frame = currentFrame();
    const scope = frame && scopeOf(frame);
    scope?.customEvents.push({ event, data, at: nextPosition(scope) });
    return Promise.resolve();
  });
}
