import type { Transaction } from '../outbox/tables';
import type { CaptureParts } from './capture-parts';
import { createHolder, type DocumentMark, type Holder } from './document-mark';
import { copyingOf, markInForce, marksInForce, rowWrite, withRowWrite } from './place';
import { isCapturedByAction, isOfAction } from './whose-row';
import { release, whileHolding, writeCaptured } from './held';
import { giveDocumentIds } from './new-document-id';
import { evenIfAHookFails } from './owed';
import { EVENT_OF_QUERY, QUERY_WRITES, type QueryParams, type QueryWrite } from './query-write';

const UNWATCHED = { webhooks: [], newDocuments: false, holder: null };

type Call = (uid: string, params?: QueryParams) => Promise<unknown>;
type EntityManager = Record<QueryWrite, Call>;

/**
 * Puts a transaction around each call of `strapi.db.query` that writes rows which a webhook wants, so
 * that the lifecycle hooks of capture join it. Lifecycles alone cannot: Strapi keeps the open transaction
 * in an AsyncLocalStorage, and what a hook sets there ends with the hook. Where the database's manager
 * is not as it was in 5.54, hooks still capture, in a transaction of their own after the write.
 */
export function wrapQueries(parts: CaptureParts): void {
  const { strapi, registry } = parts;
  const manager = strapi.db.entityManager as unknown as EntityManager;

  function wrap(write: QueryWrite): void {
    const original = manager[write];
    const noted = async (uid: string, params: QueryParams) => {
      const result = await original.call(manager, uid, params);
      markInForce()?.written.note({ uid, write, params, result });
      return result;
    };
    manager[write] = (uid, params = {}) => {
      const subscriptions = registry.subscriptions();
      if (!subscriptions.watches(uid)) {
        if (!markInForce()) return original.call(manager, uid, params);
        return withRowWrite({ uid, ...UNWATCHED }, () => noted(uid, params));
      }
      const { given, newDocuments } = giveDocumentIds(strapi, { uid, write, params });
      const call = () => evenIfAHookFails(() => noted(uid, given));
      const webhooks =
        copyingOf(uid)?.webhooks ?? subscriptions.wanting(uid, EVENT_OF_QUERY[write]);
      const wanted = webhooks.length > 0 && !isCapturedByAction(uid, createdBy(write, given));
      const holder = wanted ? holderFor(uid, write, given) : null;
      return withRowWrite({ uid, webhooks, newDocuments, holder }, () => {
        noteOnMarks(uid, write, given);
        if (holder) return holding(parts, holder, call);
        return wanted ? strapi.db.transaction(call) : call();
      });
    };
  }

  for (const write of QUERY_WRITES) wrap(write);
}

function createdBy(write: QueryWrite, { data }: QueryParams): string | undefined {
  return write === 'create' ? (data as { documentId?: string } | undefined)?.documentId : undefined;
}

/** Only of new rows is it known before the write which documents they are of. */
function holderFor(uid: string, write: QueryWrite, { data }: QueryParams): Holder | null {
  if (write !== 'create' && write !== 'createMany') return null;
  const documentIds = [data]
    .flat()
    .map((row) => (row as { documentId?: unknown } | null | undefined)?.documentId);
  return createHolder(uid, new Set(documentIds));
}

function holding(
  { strapi, ledger }: CaptureParts,
  holder: Holder,
  call: () => Promise<unknown>,
): Promise<unknown> {
  return strapi.db.transaction(async (transaction: Transaction) => {
    const result = await whileHolding({ ledger, transaction, holder }, call);
    // Where the row is an action's own, or could not be found again.
    await writeCaptured(ledger, transaction, release(holder));
    return result;
  });
}

/** An action makes known which document it writes, and in which locales, by what it has written. */
function noteOnMarks(uid: string, write: QueryWrite, params: QueryParams): void {
  const direct = rowWrite()?.direct === true;
  const mark = markInForce();
  if (direct && mark?.uid === uid) noteOwn(mark, write, params);
  // What else is written to the type may be the document: it costs a read to be sure.
  for (const other of marksInForce()) {
    if (other.uid === uid && !(direct && other === mark)) other.rewritten = true;
  }
}

function noteOwn(mark: DocumentMark, write: QueryWrite, { data }: QueryParams): void {
  // An action writes a row once: this is a middleware's further in.
  if (mark.wrote && (write === 'update' || write === 'updateMany')) mark.rewritten = true;
  if (!data || (write !== 'create' && write !== 'update')) return;
  mark.wrote = true;
  const { documentId, locale } = data as { documentId?: string; locale?: unknown };
  if (write === 'create') mark.documentId ??= documentId;
  const own = write === 'update' || isOfAction({ uid: mark.uid, documentId });
  if (own && locale) mark.locales.add(locale);
}
