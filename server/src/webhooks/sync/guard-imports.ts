import type { Core } from '@strapi/strapi';

import { logOf } from '../../log';
import { cancelPending } from '../../outbox/operator/cancel';
import type { Transaction } from '../../outbox/database/tables';
import { WEBHOOK_UID } from '../../plugin-id';
import { originChanged } from '../../secrets/origin-changed';
import { deleteSecrets } from '../../secrets/secret-rows';

/** The reason of a webhook that `strapi import` or `strapi transfer` wrote. */
const IMPORTED = 'A Strapi import or transfer wrote this webhook. Check its URL, then enable it';
const MOVED = 'An import changed the host of the webhook';

interface ImportParts {
  strapi: Core.Strapi;
  /** The models whose rows stay during an import. */
  keptModels: readonly string[];
}

interface ImportRun {
  /** The URLs of the webhooks that the import replaces, by documentId. */
  urls: Map<string, string>;
  paused: string[];
  /** Names of webhooks that lost their secrets, because the import changed their host. */
  moved: string[];
}

interface Params {
  data?: Record<string, unknown>;
}

type Query = (uid: string, params?: Params) => Promise<unknown>;

/**
 * Guards `strapi import` and `strapi transfer`, which replace all rows past the Document Service. They
 * disable lifecycles while they run, and nothing else does. During that time:
 *
 * - The plugin's own tables are not emptied: an export does not contain their rows.
 * - An enabled webhook arrives paused, in the transaction of the import, so nothing is sent to the
 *   receivers of another environment.
 * - A webhook with a known documentId keeps its secrets and its pending deliveries, unless its host changes.
 */
export function guardImports({ strapi, keptModels }: ImportParts): void {
  const manager = strapi.db.entityManager as unknown as Record<'create' | 'deleteMany', Query>;
  const { create, deleteMany } = manager;
  const currentRun = trackImports(strapi);

  manager.deleteMany = async (uid, params) => {
    const run = currentRun();
    if (run && keptModels.includes(uid)) return { count: 0 };
    if (run && uid === WEBHOOK_UID) run.urls = await findUrls(strapi);
    return deleteMany.call(manager, uid, params);
  };
  manager.create = async (uid, params = {}) => {
    const run = currentRun();
    if (!run || uid !== WEBHOOK_UID) return create.call(manager, uid, params);
    await dropWhatMoved(strapi, run, params.data ?? {});
    return create.call(manager, uid, { ...params, data: paused(run, params.data ?? {}) });
  };
}

/** Returns the import that runs now, if any. */
function trackImports(strapi: Core.Strapi): () => ImportRun | null {
  const { lifecycles } = strapi.db;
  const { disable, enable } = lifecycles;
  let run: ImportRun | null = null;
  lifecycles.disable = () => {
    disable.call(lifecycles);
    run = { urls: new Map(), paused: [], moved: [] };
  };
  lifecycles.enable = () => {
    enable.call(lifecycles);
    if (run) warnOfImport(strapi, run);
    run = null;
  };
  return () => run;
}

async function findUrls(strapi: Core.Strapi): Promise<Map<string, string>> {
  const rows = (await strapi.db.query(WEBHOOK_UID).findMany({ select: ['documentId', 'url'] })) as {
    documentId: string;
    url: string;
  }[];
  return new Map(rows.map(({ documentId, url }) => [documentId, url]));
}

/** Secrets and captured documents were entrusted to the host before. */
async function dropWhatMoved(
  strapi: Core.Strapi,
  { urls, moved }: ImportRun,
  { documentId, url, name }: Record<string, unknown>,
): Promise<void> {
  const id = String(documentId);
  const before = urls.get(id);
  if (before === undefined || !originChanged(before, String(url))) return;
  moved.push(String(name));
  await strapi.db.transaction(async ({ trx }: Transaction) => {
    await deleteSecrets(trx, id);
    await cancelPending(trx, id, MOVED);
  });
}

function paused(
  { paused: names }: ImportRun,
  data: Record<string, unknown>,
): Record<string, unknown> {
  if (data['state'] !== 'enabled') return data;
  names.push(String(data['name']));
  return { ...data, state: 'paused', stateReason: IMPORTED };
}

function warnOfImport(strapi: Core.Strapi, run: ImportRun): void {
  if (run.paused.length > 0) {
    logOf(strapi).warn(
      `Document Webhooks: the import paused ${String(run.paused.length)} webhooks: ${run.paused.join(', ')}. Check their URLs, then enable them`,
    );
  }
  if (run.moved.length > 0) {
    logOf(strapi).warn(
      `Document Webhooks: the import changed the host of ${run.moved.join(', ')}. Their secrets are deleted and their pending deliveries cancelled. Enter the secrets again`,
    );
  }
}
