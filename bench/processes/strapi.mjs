/** The playground, under the load that its parent asks for. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

import { nowMs } from '../clock.mjs';
import { QUOTATION, mappedBody, quotation } from '../workload.mjs';
import { answerCalls } from './answer-calls.mjs';
import { bootPlayground } from './boot-playground.mjs';
import { fillOutbox } from './fill-outbox.mjs';
import { letInLimitedAdmin } from './limited-admin.mjs';

const WEBHOOK = 'plugin::document-webhooks.webhook';
const DRAIN = { timeoutMs: 600_000 };
const WATCH_MS = 100;

let strapi;
let created = 0;
let committedAt = null;

answerCalls({
  async boot() {
    strapi = await bootPlayground();
    strapi.db.lifecycles.subscribe({ models: [QUOTATION], afterCreate: noteCommit });
  },

  async addWebhook(data) {
    const { documentId } = await strapi.documents(WEBHOOK).create({ data });
    return documentId;
  },

  async addBuiltInWebhook(webhook) {
    strapi.get('webhookRunner').add(await strapi.get('webhookStore').createWebhook(webhook));
  },

  /** Begins to answer HTTP, for an admin with few permissions; with an entry to preview. */
  async openToLimitedAdmin() {
    strapi.server.mount();
    const door = await letInLimitedAdmin(strapi, { uid: QUOTATION, fields: ['name'] });
    const { documentId } = await createQuotation();
    return { ...door, documentId };
  },

  /**
   * Creates quotations one after the other.
   *
   * @returns milliseconds of each; and of all until what they caused is sent and recorded: by the
   * clock, and of the processor
   */
  async createMany({ count, gapMs = 0 }) {
    const startedAt = nowMs();
    const cpuBefore = process.cpuUsage();
    const durations = [];
    for (let made = 0; made < count; made += 1) {
      const beganAt = nowMs();
      await createQuotation();
      durations.push(nowMs() - beganAt);
      await pause(gapMs);
    }
    await quiet();
    const { user, system } = process.cpuUsage(cpuBefore);
    return { durations, totalMs: nowMs() - startedAt, cpuMs: (user + system) / 1_000 };
  },

  /**
   * One create, in a transaction of the caller or, as is usual, of its own.
   *
   * @returns the moments of its commit and of its promise's resolution
   */
  async createOne({ inTransaction = false } = {}) {
    await (inTransaction ? strapi.db.transaction(createQuotation) : createQuotation());
    return { committedAt, resolvedAt: nowMs() };
  },

  fillOutbox: ({ webhook, count }) => fillOutbox(strapi, { webhook, count, createQuotation }),

  /** Sends the whole outbox, until all of it is settled on disk. */
  async drain() {
    const startedAt = nowMs();
    await strapi.plugin('document-webhooks').service('relay').drain(DRAIN);
    return { startedAt, endedAt: nowMs() };
  },

  /** The same, with the process's resident memory in bytes: before, and the most of it meanwhile. */
  async drainWatched() {
    const before = process.memoryUsage.rss();
    let peak = before;
    const look = () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const timer = setInterval(look, WATCH_MS);
    const startedAt = nowMs();
    await strapi.plugin('document-webhooks').service('relay').drain(DRAIN);
    const endedAt = nowMs();
    clearInterval(timer);
    look();
    return { startedAt, endedAt, before, peak };
  },

  /** Fills the built-in queue. The clock starts when it is full: before, no request could leave. */
  async emitMany({ count }) {
    for (let number = 0; number < count; number += 1) {
      await strapi.eventHub.emit('entry.create', mappedBody(number));
    }
    return { startedAt: nowMs() };
  },
});

function createQuotation() {
  created += 1;
  return strapi.documents(QUOTATION).create({ data: quotation(created) });
}

/** better-sqlite3 is synchronous: without a turn of the event loop no request would ever leave. */
function pause(gapMs) {
  return gapMs > 0 ? sleep(gapMs) : nextTurn();
}

/** Until neither our relay nor the built-in queue has anything left to do. */
async function quiet() {
  await strapi.plugin('document-webhooks')?.service('relay').drain(DRAIN);
  while (strapi.get('webhookRunner').queue.running > 0) await nextTurn();
}

/** Joins the transaction of the write. */
function noteCommit() {
  return strapi.db.transaction(({ onCommit }) => {
    onCommit(() => {
      committedAt = nowMs();
    });
  });
}
