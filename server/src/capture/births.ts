import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import { enqueue, type Born, type Lease } from '../outbox/enqueue';
import { laneKey, laneOf, type Lane } from '../outbox/lane';
import type { Connection } from '../outbox/tables';
import { unlease } from '../outbox/withdraw';
import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { ChangeView } from './change-view';
import { recordOf, type Captured, type Entry } from './ledger-entry';
import type { SourceRow } from './snapshot';

/** The relay, as a writer sees it: it may take a delivery on before it is even committed. */
export interface Departures {
  /** Room for one more of this lane right now, or null. */
  reserve(webhook: WebhookInForce, lane: Lane): Lease | null;
  render(webhook: WebhookInForce, record: DeliveryRecord, doc: object): FrozenBody;
  /** The transaction committed: what is reserved leaves at once, the rest waits to be claimed. */
  committed(born: Born[], queued: DeliveryRecord[]): void;
  /** What was reserved does not leave. */
  abandoned(reserved: DeliveryRecord[]): void;
  /** The transaction is over, and which of these it left only the database knows: they are claimed. */
  doubted(deliveries: DeliveryRecord[]): void;
}

export interface Conceived {
  view: ChangeView;
  before: SourceRow | null;
  coalesced: number;
  /** Whether its condition is left to the relay. */
  undecided?: boolean;
}

/** How deliveries come to be: leased at birth where the relay has room, and stored. */
export function createBirths(departures: Departures) {
  function born(one: Captured, conceived: Conceived, mayLeave: boolean): Entry {
    const { webhook } = one;
    const { view, before, coalesced, undecided = false } = conceived;
    const record = { ...recordOf(one, view, coalesced), undecided };
    const entry: Entry = Object.assign(unborn(one, before), { record });
    const lease = mayLeave && !undecided ? departures.reserve(webhook, laneOf(record)) : null;
    if (!lease) return entry;

    record.body = renderOrNull(webhook, record, view.doc);
    if (!record.body) {
      departures.abandoned([record]);
      return entry;
    }
    Object.assign(record, { status: 'sending', lockedBy: lease.token });
    entry.lease = lease;
    return entry;
  }

  async function store(trx: Connection, added: Entry[]): Promise<void> {
    if (added.length === 0) return;
    for (const entry of secondInLane(added)) giveUp(entry);
    const placed = await enqueue(
      trx,
      added.map(({ webhook, record, lease, newLane }) => ({
        record,
        lease,
        newLane,
        ordered: webhook.ordered,
        delayMs: webhook.coalesceSeconds * 1_000,
      })),
    );
    const waiting: Entry[] = [];
    for (const entry of added) {
      const { sequence = null, status } = placed.get(entry.record.id) ?? {};
      entry.record.event.sequence = sequence;
      entry.stored = true;
      if (entry.record.lockedBy !== null && status === 'pending') waiting.push(entry);
    }
    if (waiting.length > 0) await wait(trx, waiting);
  }

  /** Something of their lanes is unsettled on another instance, or waits for a retry. */
  async function wait(trx: Connection, entries: Entry[]): Promise<void> {
    const ids = entries.map(({ record }) => record.id);
    await unlease(trx, ids);
    for (const entry of entries) giveUp(entry);
  }

  /** It waits to be claimed. */
  function giveUp(entry: Entry): void {
    letGo(entry);
    Object.assign(entry.record, { status: 'pending', lockedBy: null, body: null });
  }

  /** What does not render never breaks the save: the relay tries again, and records the failure. */
  function renderOrNull(
    webhook: WebhookInForce,
    record: DeliveryRecord,
    doc: object,
  ): FrozenBody | null {
    try {
      return departures.render(webhook, record, doc);
    } catch {
      return null;
    }
  }

  /** The relay need not keep a place for it. */
  function letGo(entry: Entry): void {
    if (!entry.lease) return;
    entry.lease = null;
    departures.abandoned([entry.record]);
  }

  return { born, store, renderOrNull, letGo };
}

export type Births = ReturnType<typeof createBirths>;

/** Leased, but behind another of the same call: a statement that stores both does not see it. */
function secondInLane(added: Entry[]): Entry[] {
  const lanes = new Set<string>();
  return added.filter(({ webhook, record, lease }) => {
    const lane = laneKey(laneOf(record));
    const isSecond = lanes.has(lane);
    lanes.add(lane);
    return isSecond && webhook.ordered && lease !== null;
  });
}

/** What an entry is before it has a record. */
export function unborn({ webhook, newDocument }: Captured, before: SourceRow | null) {
  return {
    webhook,
    before,
    newLane: newDocument,
    lease: null,
    place: 0,
    stored: false,
    waiting: null,
    skipped: null,
  };
}
