import { DELIVERY_TABLE } from '../../plugin-id';
import { databaseNow, databaseNowSql, skipLocked } from '../database/dialect';
import { deliveries, inSchema, type Connection } from '../database/tables';

const MOST_PAIRS = 200;

interface Pair {
  older: number;
  newer: number;
  newerId: string;
}

/**
 * Cancels deliveries that wait for a retry if a newer delivery of the same document is due. Runs in the
 * transaction of a claim, before it selects the heads of the message groups, so that the newer delivery can
 * be sent at once. Deliveries that are being sent or are due themselves stay. A newer delivery whose
 * condition is undecided replaces nothing, because the relay may filter it out. Both rows are locked, so no
 * other instance can claim or cancel one of them at the same time and at least one always remains.
 */
export async function supersede(transaction: Connection, webhookId: string): Promise<void> {
  const pairs = await findPairs(transaction, webhookId);
  if (pairs.length === 0) return;
  const locked = await lockPending(
    transaction,
    pairs.flatMap(({ older, newer }) => [older, newer]),
  );
  for (const { older, newer, newerId } of pairs) {
    if (!locked.has(older) || !locked.has(newer)) continue;
    await deliveries(transaction)
      .where({ id: older })
      .update({
        status: 'cancelled',
        reason: `Superseded by ${newerId}`,
        superseded_by: newerId,
        due_at: databaseNow(transaction),
        settled_at: databaseNow(transaction),
      });
  }
}

/** Returns each older delivery once, with the first delivery that replaces it. */
async function findPairs(transaction: Connection, webhookId: string): Promise<Pair[]> {
  const table = inSchema(transaction, DELIVERY_TABLE);
  const rows = await transaction
    .from({ old: table })
    .join({ newer: table }, (on) => {
      on.on('newer.document_id', 'old.document_id')
        .andOn('newer.webhook_id', 'old.webhook_id')
        .andOn('newer.id', '>', 'old.id')
        .andOn('newer.sequence', '>=', 'old.sequence')
        .andOnVal('newer.status', 'pending');
    })
    .where({ 'old.status': 'pending', 'old.webhook_id': webhookId, 'old.trigger': 'automatic' })
    .where('old.due_at', '>', databaseNow(transaction))
    .where('old.attempt_count', '>', 0)
    .whereRaw(`newer.due_at <= ${databaseNowSql(transaction)}`)
    .whereRaw('COALESCE(newer.undecided, 0) = 0')
    .whereRaw(REPLACES)
    .orderBy(['newer.sequence', 'newer.id'])
    .limit(MOST_PAIRS)
    .select<Pair[]>({
      older: 'old.id',
      newer: 'newer.id',
      newerId: 'newer.delivery_id',
    });
  return [...new Map(rows.reverse().map((pair) => [pair.older, pair])).values()];
}

/**
 * A delivery replaces another of the same locale and version (draft or published), because a body contains
 * one of each. `entry.delete` replaces deliveries of both versions. A custom event replaces only an event
 * of the same name, because each custom event is a fact and not a state.
 */
const REPLACES = `COALESCE(newer.locale, '') = COALESCE(old.locale, '')
  AND (newer.event = 'entry.delete'
    OR COALESCE(newer.document_status, '') = COALESCE(old.document_status, ''))
  AND (newer.event = old.event OR (newer.event LIKE 'entry.%' AND old.event LIKE 'entry.%'))`;

async function lockPending(transaction: Connection, ids: number[]): Promise<Set<number>> {
  const search = deliveries(transaction)
    .select('id')
    .whereIn('id', ids)
    .where({ status: 'pending' })
    .orderBy('id');
  const rows = (await skipLocked(transaction, search)) as { id: number }[];
  return new Set(rows.map(({ id }) => id));
}
