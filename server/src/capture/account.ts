import type { DeliveryRecord } from '../outbox/delivery';
import { laneKey, laneOf } from '../outbox/lane';
import type { Connection } from '../outbox/tables';
import { isSkipped, type Entry } from './ledger-entry';
import { createWayBack } from './way-back';

/** What one open transaction has enqueued, also after it went back to a savepoint. */
export interface Account {
  get(key: string): Entry | undefined;
  /** In place of what is there, and behind all others. */
  put(key: string, entry: Entry): void;
  amend(entry: Entry, changes: Partial<Pick<Entry, 'record' | 'before'>>): void;
  forget(key: string): void;
  /** All of a delivery's lane, with itself. */
  inLaneOf(record: DeliveryRecord): Entry[];
  /** In the order in which they are to leave. */
  deliveries(): Entry[];
  /** Leased deliveries that a ROLLBACK TO undid; should that have failed, they are on disk as before. */
  undone(): DeliveryRecord[];
  /** Whether the relay keeps a place for what it enqueues, so that it leaves with the commit. */
  keepsPlaces(): boolean;
  /** It takes long: its places are for others, and what it enqueues waits to be claimed. */
  giveUpPlaces(): void;
  /** Whether only the database knows what is there. */
  isDoubtful(): boolean;
}

export function createAccount(trx: Connection, letGo: (entry: Entry) => void): Account {
  const entries = new Map<string, Entry>();
  const keysByLane = new Map<string, Set<string>>();
  const undone: DeliveryRecord[] = [];
  let places = 0;
  let keeps = true;
  const { remember, isDoubtful } = createWayBack(trx, undoAll);

  function undo(entry: Entry): void {
    letGo(entry);
    if (entry.record.lockedBy !== null) undone.push(entry.record);
  }

  function undoAll(): void {
    entries.forEach(undo);
    entries.clear();
  }

  function set(key: string, entry: Entry | undefined): void {
    if (entry) entries.set(key, entry);
    else entries.delete(key);
  }

  function keysIn(lane: string): Set<string> {
    const keys = keysByLane.get(lane) ?? new Set();
    keysByLane.set(lane, keys);
    return keys;
  }

  return {
    get: (key) => entries.get(key),
    put(key, entry) {
      const earlier = entries.get(key);
      if (earlier === entry) return;
      entry.place = places += 1;
      set(key, entry);
      keysIn(laneKey(laneOf(entry.record))).add(key);
      remember(() => {
        set(key, earlier);
        undo(entry);
      });
    },
    amend(entry, changes) {
      const { record, before } = entry;
      Object.assign(entry, changes);
      remember(() => Object.assign(entry, { record, before }));
    },
    forget(key) {
      const earlier = entries.get(key);
      set(key, undefined);
      remember(() => {
        set(key, earlier);
      });
    },
    inLaneOf: (record) =>
      [...keysIn(laneKey(laneOf(record)))].flatMap((key) => entries.get(key) ?? []),
    deliveries: () =>
      [...entries.values()].filter((it) => !isSkipped(it)).sort((a, b) => a.place - b.place),
    undone: () => undone,
    keepsPlaces: () => keeps,
    giveUpPlaces() {
      keeps = false;
      entries.forEach(letGo);
    },
    isDoubtful,
  };
}
