import type { Transaction } from '../outbox/tables';
import type { Holder } from './document-mark';
import { holders } from './place';
import type { Captured } from './ledger-entry';
import type { Ledger } from './transaction-ledger';

/**
 * Enqueues what was captured. Where a hook of a document's own write causes it, it is kept back until that
 * write has been captured: receivers hear of a document's creation before what followed from it.
 */
export async function writeCaptured(
  ledger: Ledger,
  transaction: Transaction,
  captured: Captured[],
): Promise<void> {
  const rest = captured.filter((one) => !keptBack(one));
  if (rest.length > 0) await ledger.write(transaction, rest);
}

/** Enqueues a write's own events, and then what was kept back for them. */
export async function writeOwn(
  ledger: Ledger,
  transaction: Transaction,
  { own, holder }: { own: Captured[]; holder: Holder },
): Promise<void> {
  const later = release(holder);
  await writeCaptured(ledger, transaction, own);
  if (later.length === 0) return;
  // A repeat of its own event adds nothing: the own one was read last.
  const repeated = later.map((one) => own.find((it) => isSame(it, one)) ?? one);
  await writeCaptured(ledger, transaction, repeated);
}

/** What was kept back is kept back no longer. */
export function release(holder: Holder): Captured[] {
  const { held } = holder;
  holder.held = null;
  return held ?? [];
}

export interface Holding {
  ledger: Ledger;
  transaction: Transaction;
  holder: Holder;
  /** Events of the call itself, where it has failed. */
  ownOfFailed?: () => Promise<Captured[]>;
}

/**
 * Makes a call in which `holder` keeps back. Rows that were written stay where the call fails, and the
 * caller's transaction goes on: then their events do, too.
 */
export async function whileHolding<T>(
  { ledger, transaction, holder, ownOfFailed = () => Promise.resolve([]) }: Holding,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const own = await ownOfFailed().catch(() => []);
    await writeOwn(ledger, transaction, { own, holder }).catch(() => undefined);
    throw error;
  }
}

function keptBack(one: Captured): boolean {
  const { uid, documentId } = one.event;
  for (const holder of holders()) {
    if (!holder.begun || !holder.writes(documentId)) continue;
    if (!holder.held || (uid !== null && uid !== holder.uid)) continue;
    holder.held.push(one);
    return true;
  }
  return false;
}

function isSame(own: Captured, { webhook, event }: Captured): boolean {
  return (
    own.webhook === webhook &&
    own.event.event === event.event &&
    own.event.documentId === event.documentId &&
    own.event.locale === event.locale
  );
}
