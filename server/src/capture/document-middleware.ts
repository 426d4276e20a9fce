import type { UID } from '@strapi/strapi';

import type { Transaction } from '../outbox/tables';
import { watchedType } from '../schema/watched-type';
import { captureAction, captureFailed } from './capture-action';
import type { CaptureParts } from './capture-parts';
import { isWriteAction, tellsOf } from './document-action';
import { createMark, type DocumentMark } from './document-mark';
import { withMark } from './place';
import { whileHolding, writeOwn, type Holding } from './held';
import { isWanted, readBefore, type WriteCall } from './rows-before';

interface DocumentContext {
  uid: UID.ContentType;
  action: string;
  params: object;
}

/**
 * Captures the writes of the Document Service. To be registered last, so that it stands innermost:
 * what releases, review workflows and i18n do around `next()` is not always awaited.
 */
export function createDocumentMiddleware(parts: CaptureParts) {
  const { strapi, registry, ledger } = parts;
  return async (context: DocumentContext, next: () => Promise<unknown>): Promise<unknown> => {
    const { uid, action, params } = context;
    if (!isWriteAction(action)) return next();
    const subscriptions = registry.subscriptions();
    if (!subscriptions.watches(uid)) return next();

    const type = watchedType(strapi, uid);
    const isNested = strapi.db.inTransaction();
    const call: WriteCall = { type, action, params, subscriptions, isNested };
    const mark = markOf(call);
    // Some webhook wants what else is written meanwhile, by a hook.
    if (!isWanted(call)) return withMark(mark, next);

    return strapi.db.transaction(async (transaction: Transaction) => {
      const before = await readBefore(parts, call);
      mark.held = [];
      const written = { transaction, before, mark };
      const holding: Holding = { ledger, transaction, holder: mark };
      if (isNested) holding.ownOfFailed = () => captureFailed(parts, call, written);
      const result = await whileHolding(holding, () => withMark(mark, next));
      const own = await captureAction(parts, call, { ...written, params: call.params, result });
      await writeOwn(ledger, transaction, { own, holder: mark });
      return result;
    });
  };
}

function markOf(call: WriteCall): DocumentMark {
  const { type, action, params } = call;
  const tells = type.draftAndPublish ? tellsOf(action, params) : () => true;
  return createMark(type.uid, keepsId(call) ? params.documentId : undefined, tells);
}

function keepsId({ action }: WriteCall): boolean {
  return action !== 'create' && action !== 'clone';
}
