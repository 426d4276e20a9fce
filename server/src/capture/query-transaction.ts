import type { Core } from '@strapi/strapi';

import type { WebhookRegistry } from '../webhooks/registry';
import { isOfAction, markInForce, rowWrite, withRowWrite } from './document-mark';
import { giveDocumentIds } from './new-document-id';
import { EVENT_OF_QUERY, QUERY_WRITES, type QueryParams, type QueryWrite } from './query-write';

type Call = (uid: string, params?: QueryParams) => Promise<unknown>;
type EntityManager = Record<QueryWrite, Call>;

/**
 * Puts a transaction around each call of `strapi.db.query` that writes rows which a webhook wants, so
 * that the lifecycle hooks of capture join it. Lifecycles alone cannot: Strapi keeps the open transaction
 * in an AsyncLocalStorage, and what a hook sets there ends with the hook. Where the database's manager
 * is not as it was in 5.54, hooks still capture, in a transaction of their own after the write.
 */
export function wrapQueries(strapi: Core.Strapi, registry: WebhookRegistry): () => void {
  const manager = strapi.db.entityManager as unknown as EntityManager;
  const originals: Partial<EntityManager> = {};

  function wrap(write: QueryWrite): void {
    const original = manager[write];
    originals[write] = original;
    manager[write] = (uid, params = {}) => {
      const watched = registry.watches(uid);
      if (!watched && !markInForce()) return original.call(manager, uid, params);

      const { given, newDocuments } = watched
        ? giveDocumentIds(strapi, { uid, write, params })
        : { given: params, newDocuments: false };
      const call = async () => {
        const result = await original.call(manager, uid, given);
        markInForce()?.written.note({ uid, write, params: given, result });
        return result;
      };
      return withRowWrite(newDocuments, () => {
        if (rowWrite()?.direct) noteOnMark(uid, write, given);
        const wanted = registry.wanting(uid, EVENT_OF_QUERY[write]).length > 0;
        return wanted ? strapi.db.transaction(call) : call();
      });
    };
  }

  for (const write of QUERY_WRITES) wrap(write);
  return () => Object.assign(manager, originals);
}

/** An action makes known which document it writes, and in which locales, by what it has written. */
function noteOnMark(uid: string, write: QueryWrite, { data }: QueryParams): void {
  const mark = markInForce();
  if (mark?.uid !== uid || !data || (write !== 'create' && write !== 'update')) return;
  const { documentId, locale } = data as { documentId?: string; locale?: unknown };
  if (write === 'create') mark.documentId ??= documentId;
  const own = write === 'update' || isOfAction({ uid, documentId });
  if (own && locale) mark.locales.add(locale);
}
