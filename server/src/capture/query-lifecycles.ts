import { createdRowsHooks } from './created-rows';
import { deletedRowsHooks } from './deleted-rows';
import type { CaptureParts } from './capture-parts';
import { markInForce, rowWrite } from './place';
import { wrapCopying } from './locale-copies';
import type { Hook } from './query-hooks';
import { wrapQueries } from './query-transaction';
import { updatedRowsHooks } from './updated-rows';
import { paying, wrapLifecycles, type Subscriber } from './owed';

/**
 * Captures what `strapi.db.query` writes, also inside of an action of the Document Service, but for the
 * rows of the action itself, for which its own event speaks. Imports and transfers switch lifecycles off.
 */
export function captureQueries(parts: CaptureParts): void {
  const { strapi } = parts;
  const { lifecycles } = strapi.db;
  wrapQueries(parts);
  wrapCopying(parts);
  // Of components no webhook hears, and Strapi awaits each hook that it calls.
  const models = Object.keys(strapi.contentTypes);
  const hooks = {
    ...createdRowsHooks(parts),
    ...updatedRowsHooks(parts),
    ...deletedRowsHooks(parts),
  };
  const paid = Object.entries(hooks).map(([name, hook]) => [name, paying(hook)]);
  const subscriber = { models, ...Object.fromEntries(paid) } as Subscriber;
  wrapLifecycles(parts, subscriber);
  lifecycles.subscribe({ models, ...BEGINNINGS });
  lifecycles.subscribe(subscriber);
}

/**
 * The hooks of an app's `lifecycles.js` before a write have been called by now. A delete keeps nothing back:
 * what hooks do to a document that goes, they do before it is gone.
 */
const begin: Hook = () => {
  const row = rowWrite();
  if (row?.holder) row.holder.begun = true;
  const mark = markInForce();
  if (mark && row?.direct && row.uid === mark.uid) mark.begun = true;
  return Promise.resolve();
};

const BEGINNINGS = {
  beforeCreate: begin,
  beforeCreateMany: begin,
  beforeUpdate: begin,
  beforeUpdateMany: begin,
};
