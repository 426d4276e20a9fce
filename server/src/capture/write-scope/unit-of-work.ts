import type { Redact } from '../../expressions/redaction/redact';
import { newSaveBudget, type SaveBudget } from '../../expressions/evaluation/save-budget';
import type { MergedDelivery } from '../../outbox/enqueue/coalesce';
import { coalesce } from '../../outbox/enqueue/coalesce';
import { orderingKeyText, orderingKeyOf } from '../../outbox/ordering-key';
import { insertSkipped } from '../../outbox/enqueue/insert-skipped';
import type { Connection, Transaction } from '../../outbox/database/tables';
import { withdraw } from '../../outbox/enqueue/withdraw';
import type { Mismatch } from '../../webhooks/compiled/decide-condition';
import { createBeforeImages, type BeforeImages } from './before-images';
import {
  insertLeased,
  insertPending,
  whenOver,
  type DirectDispatch,
  type NewRecord,
} from './leased-insert';
import { rejectionOf, UNDECIDED } from '../filter/filter';
import { mergeKey, pendingDelivery, waitsForMore, type CapturedEvent } from './pending-delivery';

/**
 * What the plugin remembers of one open transaction: the state of documents before it, and under which ids
 * it has stored what. The database is the truth: a repeat deletes what is there of those ids, and what was
 * rolled back to a savepoint is not there. So nothing in memory follows savepoints.
 */
export interface UnitOfWork {
  before: BeforeImages;
  /** Ends of scopes take turns. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Counts a scope in; returns what counts it out, and tells whether it was alone. */
  open(): () => boolean;
  /** What the conditions of a scope may take. */
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
  /** What the conditions of one scope may take. */
  saveBudgetMs: number;
}

export function createUnitsOfWork(parts: UnitsParts): UnitOfWorkFor {
  const units = new WeakMap<object, UnitOfWork>();
  return (transaction) => {
    const known = units.get(transaction.trx);
    if (known) return known;
    const unit = createUnitOfWork({ ...parts, transaction });
    units.set(transaction.trx, unit);
    return unit;
  };
}

interface UnitParts extends UnitsParts {
  transaction: Transaction;
}

/** By merge key: what the transaction has stored. */
interface Memory {
  ids: Map<string, string[]>;
  /** What other transactions left waiting and this one merged into, as it was before. */
  merged: Map<string, MergedDelivery>;
  lanes: Set<string>;
}

function createUnitOfWork(parts: UnitParts): UnitOfWork {
  const { dispatch, redact, transaction, saveBudgetMs } = parts;
  const { trx } = transaction;
  const memory: Memory = { ids: new Map(), merged: new Map(), lanes: new Set() };
  let last: Promise<unknown> = Promise.resolve();
  let openScopes = 0;
  let overlaps = 0;
  /** Those whose deliveries are claimed when the transaction is over. */
  let webhookIds: Set<string> | undefined;

  function announceAtEnd(added: NewRecord[]): void {
    if (!webhookIds) {
      const ids = (webhookIds = new Set<string>());
      whenOver(transaction, () => {
        dispatch.dispatch([], ids);
      });
    }
    for (const { webhook } of added) webhookIds.add(webhook.documentId);
  }

  return {
    before: createBeforeImages(),
    inTurn(work) {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
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
      const { passed, skipped } = await filtered(captured, { redact, budget });
      await withdrawRepeats(trx, memory, { passed, skipped });
      const added = await newRecords(trx, memory, passed);
      if (ownsTransaction && memory.ids.size === 0) {
        await insertLeased({ dispatch, transaction }, added);
      } else if (added.length > 0) {
        announceAtEnd(added);
        await insertPending(trx, added);
      }
      const stored = await storeSkipped(trx, skipped);
      remember(memory, [...added, ...stored]);
    },
  };
}

interface Passed {
  captured: CapturedEvent;
  key: string;
  /** How many earlier events it takes the place of. */
  coalesced: number;
  /** Whether its condition is left to the relay. */
  undecided: boolean;
}

interface Skipped {
  captured: CapturedEvent;
  key: string;
  mismatch: Mismatch;
}

/** Asks each webhook's filter. Of what merges, the last counts. */
async function filtered(
  events: CapturedEvent[],
  { redact, budget }: { redact: Redact; budget: SaveBudget },
): Promise<{ passed: Passed[]; skipped: Skipped[] }> {
  const passed = new Map<string, Passed>();
  const skipped: Skipped[] = [];
  for (const captured of events) {
    const { webhook, event, view } = captured;
    const key = mergeKey(captured);
    const mismatch = await rejectionOf(webhook, event, { view, budget });
    if (mismatch && mismatch !== UNDECIDED) {
      const reason = redact(mismatch.reason, { masks: webhook.masks });
      skipped.push({ captured, key, mismatch: { ...mismatch, reason } });
      continue;
    }
    const earlier = passed.get(key);
    const coalesced = earlier ? earlier.coalesced + 1 : 0;
    passed.delete(key);
    passed.set(key, { captured, key, coalesced, undecided: mismatch === UNDECIDED });
  }
  return { passed: [...passed.values()], skipped };
}

/** Deletes what this transaction has stored of the same keys, and what it merged into what waits. */
async function withdrawRepeats(
  trx: Connection,
  memory: Memory,
  { passed, skipped }: { passed: Passed[]; skipped: Skipped[] },
): Promise<void> {
  if (memory.ids.size === 0 && memory.merged.size === 0) return;
  // A call for many documents is not undone by one of them that the filter keeps out.
  const undone = skipped.filter(({ captured }) => captured.webhook.coalesceScope === 'document');
  for (const { key } of undone) {
    await memory.merged.get(key)?.restore();
    memory.merged.delete(key);
  }
  const ids = [...passed, ...undone].flatMap(({ key }) => memory.ids.get(key) ?? []);
  const withdrawn = await withdraw(trx, ids);
  for (const one of passed) {
    for (const id of memory.ids.get(one.key) ?? []) {
      const row = withdrawn.get(id);
      if (row && row.status !== 'skipped') one.coalesced += row.coalesced + 1;
    }
  }
}

type Keyed = NewRecord & { key: string };

/** Merges into what other transactions left waiting; returns those that need a row of their own. */
async function newRecords(trx: Connection, memory: Memory, passed: Passed[]): Promise<Keyed[]> {
  const added: Keyed[] = [];
  for (const { captured, key, coalesced, undecided } of passed) {
    const { webhook, view } = captured;
    const record = { ...pendingDelivery(captured, view, coalesced), undecided };
    if (waitsForMore(captured)) {
      const earlier = memory.merged.get(key);
      const scope = webhook.coalesceScope;
      const waiting = undecided ? null : await coalesce(trx, { record, scope, earlier });
      if (waiting) memory.merged.set(key, waiting);
      else memory.merged.delete(key);
      if (earlier && earlier.id !== waiting?.id) record.coalesced += await earlier.restore();
      if (waiting) continue;
    }
    const newDocument =
      captured.newDocument && !memory.lanes.has(orderingKeyText(orderingKeyOf(record)));
    added.push({ webhook, record, doc: view.doc, newDocument, key });
  }
  return added;
}

/** Stores those that the log is to show. */
async function storeSkipped(trx: Connection, skipped: Skipped[]): Promise<Keyed[]> {
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

function remember({ ids, lanes }: Memory, stored: Keyed[]): void {
  for (const { key, record } of stored) {
    ids.set(key, [...(ids.get(key) ?? []), record.id]);
    lanes.add(orderingKeyText(orderingKeyOf(record)));
  }
}
