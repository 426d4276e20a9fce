import { multiplyRow } from './multiply-row.mjs';

export const DELIVERY = 'document_webhooks_deliveries';
const ATTEMPT = 'document_webhooks_attempts';

const WEBHOOKS = 7;
const DOCUMENTS = 20_000;
const LANES = WEBHOOKS * DOCUMENTS;
const DAY_MS = 86_400_000;
/** Less than the default retention: what is measured finds nothing to prune. */
const HISTORY_DAYS = 13;

/** The webhooks that have something due. */
export const DUE_WEBHOOKS = [0, 1].map((number) => `webhook${100 + number}abcdefghijklmn`);

/**
 * Fills the outbox with settled deliveries and then with due ones: copies of one that was delivered
 * and of one that is pending, which the plugin itself wrote. The documents of those due have a
 * history too. No statistics are gathered: nobody does in life.
 */
export async function fillHistory(connection, { history, due }) {
  const delivered = await connection(DELIVERY).where({ status: 'delivered' }).first();
  const pending = await connection(DELIVERY).where({ status: 'pending' }).first();
  const attempt = await connection(ATTEMPT).first();

  await withQuickWrites(connection, async () => {
    await multiplyRow(connection, {
      table: DELIVERY,
      row: delivered,
      count: history,
      changes: settledChanges(history),
    });
    await multiplyRow(connection, {
      table: ATTEMPT,
      row: attempt,
      count: history,
      changes: { delivery_id: deliveryId(1), started_at: momentOf(history) },
    });
    await multiplyRow(connection, {
      table: DELIVERY,
      row: pending,
      count: due,
      changes: dueChanges(),
    });
  });
  await connection(DELIVERY).where({ id: pending.id }).delete();
}

function settledChanges(history) {
  const moment = momentOf(history);
  return {
    delivery_id: deliveryId(1),
    webhook_id: webhookId(WEBHOOKS),
    document_id: DOCUMENT_ID,
    // Each lane counts on.
    sequence: `(n - n % ${LANES}) / ${LANES} + 1`,
    status: `CASE WHEN n % 20 = 0 THEN 'failed' ELSE 'delivered' END`,
    event_at: moment,
    created_at: moment,
    settled_at: moment,
    due_at: moment,
  };
}

function dueChanges() {
  return {
    delivery_id: deliveryId(2),
    webhook_id: webhookId(DUE_WEBHOOKS.length),
    document_id: DOCUMENT_ID,
    sequence: '1000',
    due_at: 's.due_at - 1000 + n',
  };
}

const deliveryId = (kind) => `concat('msg_', ${kind}00000000000 + n, '01234567890123456789')`;
const webhookId = (webhooks) => `concat('webhook', 100 + n % ${webhooks}, 'abcdefghijklmn')`;
/** Scattered, as real ones are. */
const DOCUMENT_ID = `concat(10000000000 + n % ${DOCUMENTS} * 2654435761 % 4294967296, 'abcdefghijklm')`;

function momentOf(history) {
  const stepMs = Math.floor((HISTORY_DAYS * DAY_MS) / history);
  return `${Date.now() - HISTORY_DAYS * DAY_MS} + n * ${stepMs}`;
}

/** SQLite would take minutes with its small cache. What is measured has the settings of before. */
async function withQuickWrites(connection, work) {
  if (connection.client.dialect !== 'sqlite3') return work();
  const [{ cache_size: cacheSize }] = await connection.raw('PRAGMA cache_size');
  const [{ synchronous }] = await connection.raw('PRAGMA synchronous');
  await connection.raw('PRAGMA cache_size = -500000');
  await connection.raw('PRAGMA synchronous = OFF');
  await work();
  await connection.raw(`PRAGMA cache_size = ${cacheSize}`);
  await connection.raw(`PRAGMA synchronous = ${synchronous}`);
}
