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
 * Middleware that captures writes of the Document Service. Register it last, so that it is innermost:
 * releases, review workflows and i18n do work around `next()` that is not always awaited. An inner
 * middleware may do something else instead of the action; the rows that it writes are captured (see
 * `netEffect`).
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
      const inner = currentFrame();
      if (inner) await readBeforeAction(parts, scopeOf(inner), { type, call });
      return next();
    });
  };
}
