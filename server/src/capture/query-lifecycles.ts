import { createdRowsHooks } from './created-rows';
import { deletedRowsHooks } from './deleted-rows';
import type { CaptureParts } from './capture-parts';
import { wrapCopying } from './locale-copies';
import { wrapQueries } from './query-transaction';
import { updatedRowsHooks } from './updated-rows';

/**
 * Captures what `strapi.db.query` writes, also inside of an action of the Document Service, but for the
 * rows of the action itself, for which its own event speaks. Imports and transfers switch lifecycles off.
 */
export function captureQueries(parts: CaptureParts): () => void {
  const { lifecycles } = parts.strapi.db;
  const unwrap = wrapQueries(parts.strapi, parts.registry);
  const unwrapCopying = wrapCopying(parts);
  const subscriber = {
    ...createdRowsHooks(parts),
    ...updatedRowsHooks(parts),
    ...deletedRowsHooks(parts),
  };
  const unsubscribe = lifecycles.subscribe(subscriber);
  return () => {
    unsubscribe();
    unwrapCopying();
    unwrap();
  };
}
