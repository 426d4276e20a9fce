import './clock';

import path from 'node:path';

import { createStrapi, type Core } from '@strapi/strapi';

import { DELIVERY_MODEL_UID } from '../../../server/src/plugin-id';
import { documentsOf, QUOTATION, WEBHOOK } from '../../support/documents';
import type { Commands, StoredDelivery } from '../support/protocol';
import { LARGE } from '../support/large';
import { answerCalls } from './answer-calls';
import { ascertain, quotationOf } from './ascertain';
import { setClock } from './clock';
import { dyingAt } from './die-at';
import { startLoad, type RunningLoad } from './load';
import { watchStatements } from './statements';
import { withoutOwnEvents } from './without-own-events';

const appDir = path.resolve(process.env['FAULT_APP'] ?? '');

let strapi: Core.Strapi;
let load: RunningLoad | undefined;

const commands: Commands = {
  async boot({ ownEvents = true } = {}) {
    if (!ownEvents) withoutOwnEvents();
    strapi = createStrapi({ appDir, distDir: appDir, serveAdminPanel: false });
    // So that the stack of a failed query shows who asked.
    strapi.config.set('database.connection.asyncStackTraces', true);
    await strapi.load();
  },
  async addWebhook(data) {
    return (await documentsOf(strapi, WEBHOOK).create({ data })).documentId;
  },
  async addDocuments(names) {
    const created: string[] = [];
    for (const name of names) {
      const { documentId } = await documentsOf(strapi, QUOTATION).create({
        data: quotationOf(name),
      });
      created.push(documentId);
    }
    return created;
  },
  ascertain: (writes) => ascertain(strapi, writes),
  async customersOf(documentIds) {
    const found = await documentsOf(strapi, QUOTATION).findMany({
      filters: { documentId: { $in: documentIds } },
    });
    return Object.fromEntries(found.map((it) => [String(it['name']), String(it['customer'])]));
  },
  dieAt({ point, passes }) {
    watchStatements(strapi, dyingAt(point, passes));
  },
  load(wanted) {
    load = startLoad(strapi, wanted, sendReport);
  },
  async loaded() {
    await load?.ended();
  },
  async endLoad() {
    await load?.end();
  },
  setClock({ ms }) {
    setClock(ms);
  },
  async growthOfLargeUpdate({ place, bytes }) {
    const { uid, name, dataWith } = LARGE[place];
    const documents = documentsOf(strapi, uid);
    const { documentId } = await documents.create({ data: { [name]: 'Large' } });
    const { maxRSS: before } = process.resourceUsage();
    await documents.update({ documentId, data: dataWith('a'.repeat(bytes)) });
    return (process.resourceUsage().maxRSS - before) * 1_024;
  },
  async countOpen() {
    const rows = await deliveries()
      .whereIn('status', ['pending', 'sending'])
      .count<{ open: number | string }[]>({ open: '*' });
    return Number(rows[0]?.open);
  },
  async deliveries() {
    const rows: StoredDelivery[] = await deliveries().select({
      id: 'delivery_id',
      webhookId: 'webhook_id',
      documentId: 'document_id',
      sequence: 'sequence',
      status: 'status',
      reason: 'reason',
      attemptCount: 'attempt_count',
      lockedBy: 'locked_by',
    });
    return rows;
  },
  async stop() {
    await strapi.destroy();
  },
};

function deliveries() {
  const { tableName } = strapi.db.metadata.get(DELIVERY_MODEL_UID);
  return strapi.db.connection(tableName);
}

const { sendReport } = answerCalls(commands);

process.on('uncaughtExceptionMonitor', ({ stack }) => {
  void sendReport({ kind: 'dying', stack: String(stack) });
});
