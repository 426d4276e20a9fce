import type { Redact } from '../../expressions/redaction/redact';
import { newSaveBudget, type SaveBudget } from '../../expressions/evaluation/save-budget';
import { coalesce, type MergedDelivery } from '../../outbox/enqueue/coalesce';
import { orderingKeyText, orderingKeyOf } from '../../outbox/ordering-key';
import { insertSkipped } from '../../outbox/enqueue/insert-skipped';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { withdraw } from '../../outbox/enqueue/withdraw';
import { createBeforeImages, type BeforeImages } from './before-images';
import {
  insertLeased,
  insertPending,
  onTransactionEnd,
  type DirectDispatch,
  type NewRecord,
} from './leased-insert';
import { applyFilters, type PassedEvent, type SkippedEvent } from '../filter/filter';
import { pendingDelivery, isCoalescing, type CapturedEvent } from './pending-delivery';

/**
 * Unit of work of one open transaction: the state of documents before it, and the ids of the deliveries
 * that it has inserted. The database is the truth: a duplicate deletes the rows of these ids that exist,
 * and rows that were rolled back to a savepoint do not exist. So nothing in memory needs to follow
 * savepoints.
 */
export interface UnitOfWork {
  before: BeforeImages;
  /** Runs the ends of scopes one after another. */
  serialize<T>(work: () => Promise<T>): Promise<T>;
  /** Registers an open scope. The returned function closes it and tells whether it ran alone. */
  open(): () => boolean;
  /** Time budget for the conditions of one scope. */
  newBudget(): SaveBudget;
  add(
    captured: CapturedEvent[],
    by: { ownsTransaction: boolean; budget: SaveBudget },
  ): Promise<void>;
}

export type UnitOfWorkFor = (transaction: Transaction) => UnitOfWork;

export interface UnitsParts {
  dispatch: DirectDispatch;
  redact: Redact;
  /** Time budget for the conditions of one scope, in milliseconds. */
  saveBudgetMs: number;
}

export function createUnitsOfWork(parts: UnitsParts): UnitOfWorkFor {
  const units = new WeakMap<object, UnitOfWork>();
  return (transaction) => {
    const known = units.get(transaction.trx);
    if (known) return known;
    const unit = createUnitOfWork(parts, transaction);
    units.set(transaction.trx, unit);
    return unit;
  };
}

/** Deliveries that the transaction has inserted, by merge key. */
interface Memory {
  ids: Map<string, string[]>;
  /** Deliveries of earlier transactions into which this transaction merged events. */
  merged: Map<string, MergedDelivery>;
  groups: Set<string>;
}

function createUnitOfWork(
  { dispatch, redact, saveBudgetMs }: UnitsParts,
  transaction: Transaction,
): UnitOfWork {
  const { trx } = transaction;
  const memory: Memory = { ids: new Map(), merged: new Map(), groups: new Set() };
  let last: Promise<unknown> = Promise.resolve();
  let openScopes = 0;
  let overlaps = 0;
  /** Webhooks to wake the relay for when the transaction has ended. */
  let webhookIds: Set<string> | undefined;

  function wakeAtEnd(added: NewRecord[]): void {
    if (!webhookIds) {
      const ids = (webhookIds = new Set<string>());
      onTransactionEnd(transaction, () => {
        dispatch.dispatch([], ids);
      });
    }
    for (const { webhook } of added) webhookIds.add(webhook.documentId);
  }

  return {
    before: createBeforeImages(),
    serialize(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    open() {
      openScopes += 1;
      if (openScopes > 1) overlaps += 1;
      const before = overlaps;
      const alone = openScopes === 1;
      return () => {
        openScopes -= 1;
        return alone && overlaps === before;
      };
    },
    newBudget: () => newSaveBudget(saveBudgetMs),
    async add(captured, { ownsTransaction, budget }) {
      const { passed, skipped } = await applyFilters(captured, { redact, budget });
      await withdrawDuplicates(trx, memory, { passed, skipped });
      const added = await newRecords(trx, memory, passed);
      if (ownsTransaction && memory.ids.size === 0) {
        await insertLeased({ dispatch, transaction }, added);
      } else if (added.length > 0) {
        wakeAtEnd(added);
        await insertPending(trx, added);
      }
      const stored = await storeSkipped(trx, skipped);
      rememberStored(memory, [...added, ...stored]);
    },
  };
}

/**
 * Deletes the deliveries that this transaction has inserted for the same keys, and undoes its merges for
 * events that the filter now rejects.
 */
async function withdrawDuplicates(
  trx: Connection,
  memory: Memory,
  { passed, skipped }: { passed: PassedEvent[]; skipped: SkippedEvent[] },
): Promise<void> {
  if (memory.ids.size === 0 && memory.merged.size === 0) return;
  // With `coalesceScope: webhook`, one rejected event must not cancel the shared delivery.
  const rejected = skipped.filter(({ captured }) => captured.webhook.coalesceScope === 'document');
  for (const { key } of rejected) {
    await memory.merged.get(key)?.restore();
    memory.merged.delete(key);
  }
  const ids = [...passed, ...rejected].flatMap(({ key }) => memory.ids.get(key) ?? []);
  const withdrawn = await withdraw(trx, ids);
  for (const one of passed) {
    for (const id of memory.ids.get(one.key) ?? []) {
      const row = withdrawn.get(id);
      if (row && row.status !== 'skipped') one.coalesced += row.coalesced + 1;
    }
  }
}

type Keyed = NewRecord & { key: string };

/**
 * Merges events into deliveries in their coalescing window. Returns the events that need a row of their
 * own.
 */
async function newRecords(
  trx: Connection,
  memory: Memory,
  passed: PassedEvent[],
): Promise<Keyed[]> {
  const added: Keyed[] = [];
  for (const { captured, key, coalesced, undecided } of passed) {
    const { webhook, view } = captured;
    const record = { ...pendingDelivery(captured, view, coalesced), undecided };
    if (isCoalescing(captured)) {
      const earlier = memory.merged.get(key);
      const scope = webhook.coalesceScope;
      const waiting = undecided ? null : await coalesce(trx, { record, scope, earlier });
      if (waiting) memory.merged.set(key, waiting);
      else memory.merged.delete(key);
      if (earlier && earlier.id !== waiting?.id) record.coalesced += await earlier.restore();
      if (waiting) continue;
    }
    const newDocument =
      captured.newDocument && !memory.groups.has(orderingKeyText(orderingKeyOf(record)));
    added.push({ webhook, record, doc: view.doc, newDocument, key });
  }
  return added;
}

/** Inserts the rejected events that the log shows. */
async function storeSkipped(trx: Connection, skipped: SkippedEvent[]): Promise<Keyed[]> {
  const shown = skipped
    .filter(({ captured, mismatch }) => captured.webhook.recordSkipped || mismatch.failed)
    .map(({ captured, key, mismatch }) => {
      const { webhook, view, newDocument } = captured;
      const record = { ...pendingDelivery(captured, view, 0), status: 'skipped' as const };
      return { webhook, record, doc: view.doc, newDocument, key, reason: mismatch.reason };
    });
  if (shown.length > 0) await insertSkipped(trx, shown);
  return shown.filter(({ webhook }) => webhook.coalesceScope === 'document');
}

function rememberStored({ ids, groups }: Memory, stored: Keyed[]): void {
  for (const { key, record } of stored) {
    ids.set(key, [...(ids.get(key) ?? []), record.id]);
    groups.add(orderingKeyText(orderingKeyOf(record)));
  }
}
