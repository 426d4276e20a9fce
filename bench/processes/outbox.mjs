/** The playground with an outbox full of history, and the looks that the relay takes into it. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import { nowMs } from '../clock.mjs';
import { loadOutbox } from '../outbox-source.mjs';
import { QUOTATION, documentWebhook, smallQuotation } from '../workload.mjs';
import { answerCalls } from './answer-calls.mjs';
import { bootPlayground } from './boot-playground.mjs';
import { DELIVERY, DUE_WEBHOOKS, fillHistory } from './fill-history.mjs';

const DAY_MS = 86_400_000;

let strapi;
let outbox;

answerCalls({
  async boot() {
    strapi = await bootPlayground();
    outbox = await loadOutbox();
  },

  /** Nothing may be relayed but what is drained here (`relay.enabled: false`). */
  async fill({ url, history, due }) {
    const webhook = documentWebhook({ url });
    await strapi.documents('plugin::document-webhooks.webhook').create({ data: webhook });
    await strapi.documents(QUOTATION).create({ data: smallQuotation(1) });
    await strapi.plugin('document-webhooks').service('relay').drain();
    await strapi.documents(QUOTATION).create({ data: smallQuotation(2) });
    await fillHistory(strapi.db.connection, { history, due });
  },

  /** Milliseconds of each look, by its name, each taken some times. */
  async look({ claimed, times }) {
    const { connection } = strapi.db;
    const looks = {
      claim: () => claimAndGiveBack(connection, claimed),
      dueWebhooks: async () => void (await outbox.dueWebhooks(connection)),
      reclaim: async () => void (await outbox.reclaimExpired(connection)),
      prune: () => lookForOld(connection),
    };
    const durations = {};
    for (const [name, look] of Object.entries(looks)) {
      durations[name] = [];
      for (let time = 0; time < times; time += 1) durations[name].push(await timed(look));
    }
    return durations;
  },
});

async function timed(look) {
  await nextTurn();
  const startedAt = nowMs();
  const { endedAt = nowMs() } = (await look()) ?? {};
  return endedAt - startedAt;
}

/** As the relay claims, with the commit: each page of an index that a claim touches is written then. */
async function claimAndGiveBack(connection, count) {
  const limit = count / DUE_WEBHOOKS.length;
  const lease = { token: 'bench/1', leaseMs: 90_000, givenAt: performance.now() };
  const rule = {
    limit,
    ordered: true,
    restrainedFrom: null,
    supersedes: false,
    reservePermits: null,
  };
  const demands = DUE_WEBHOOKS.map((webhookId) => ({ webhookId, ...rule }));
  const { claimed } = await outbox.inTransaction(connection, (transaction) =>
    outbox.claim(transaction, lease, demands),
  );
  const endedAt = nowMs();
  if (claimed.length !== count) throw new Error(`${claimed.length} were claimed, not ${count}`);

  await connection(DELIVERY)
    .where({ status: 'sending' })
    .whereIn('webhook_id', DUE_WEBHOOKS)
    .update({ status: 'pending', locked_by: null, locked_until: null });
  return { endedAt };
}

/** As every minute, with the default retention: 14 days, and 90 of what did not arrive. */
async function lookForOld(connection) {
  const looks = [
    { statuses: ['delivered'], keptMs: 14 * DAY_MS },
    { statuses: ['failed', 'cancelled'], keptMs: 90 * DAY_MS },
  ];
  for (const look of looks) {
    for await (const pruned of outbox.prune(connection, look)) {
      if (pruned > 0) throw new Error(`${pruned} deliveries were pruned, and none is old enough`);
    }
  }
}
