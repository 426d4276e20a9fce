import type { UID } from '@strapi/strapi';

import { watchedType } from '../../schema/watched-type';
import type { CaptureParts } from '../capture-parts';
import { inScope } from '../write-scope/close-scope';
import { actionCall, isWriteAction } from './document-action';
import { readBeforeAction } from './read-before';
import { currentFrame, scopeOf } from '../write-scope/write-scope';

interface DocumentContext {
  uid: UID.ContentType;
  action: string;
  params: object;
}

/**
 * Captures the writes of the Document Service. To be registered last, so that it stands innermost:
 * what releases, review workflows and i18n do around `next()` is not always awaited. What middlewares
 * further in do instead of the action is told by the rows that they write.
 */
export function createDocumentMiddleware(parts: CaptureParts) {
  const { strapi, registry } = parts;
  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    const { uid, action, params } = context;
    if (!isWriteAction(action)) return next();
    const frame = currentFrame();
    const subscriptions = frame ? scopeOf(frame).subscriptions : registry.subscriptions();
    if (!subscriptions.watches(uid)) return next();

    const type = watchedType(strapi, uid);
    const call = actionCall(uid, action, params);
    return inScope(parts, { subscriptions, action: call }, async () => {
      const own = currentFrame();
      if (own) await readBeforeAction(parts, scopeOf(own), { type, call });
      return next();
    });
  };
}
