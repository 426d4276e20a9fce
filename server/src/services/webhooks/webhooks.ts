import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import type { Pagination } from '../../contracts/envelope';
import type { Webhook } from '../../contracts/webhook';
import type { Written } from '../../contracts/webhooks';
import { findHealth } from '../../outbox/log/find-health';
import { WEBHOOK_UID } from '../../plugin-id';
import { withGenerated } from '../../secrets/generated';
import { decryptAll } from '../../secrets/reveal';
import { findSecrets } from '../../secrets/secret-rows';
import type { WebhooksQuery } from '../../validation/requests/queries';
import { storageProblem } from '../../validation/storable';
import { resolveSecrets } from '../../webhooks/compiled/resolved-secrets';
import {
  COMPONENTS,
  webhookOf,
  type StoredWebhook,
  type WebhookEntry,
} from '../../webhooks/stored/stored-webhook';
import type { Requester } from '../access/requester';
import { compileExpressions } from './compile-expressions';
import { toPagination } from '../log/pagination';
import { containerOf } from '../../container';
import { toSigningKeys } from './signing-keys';

type Attributes = Record<string, unknown>;

/**
 * Webhooks for the admin API. Every write goes through `strapi.documents` and so through
 * validation.
 */
export function webhooksService({ strapi }: { strapi: Core.Strapi }) {
  const documents = () => strapi.documents(WEBHOOK_UID);
  const stored = (entry: unknown) => webhookOf(entry as WebhookEntry, containerOf(strapi).config);
  const populate = [...COMPONENTS];

  async function withCondition(webhooks: StoredWebhook[]): Promise<Webhook[]> {
    const { config, webhookProblems, registry, cipher } = containerOf(strapi);
    const ids = webhooks.map(({ documentId }) => documentId);
    const { pendingPerWebhook } = config.limits;
    const healthOf = await findHealth(strapi.db.connection, webhooks, pendingPerWebhook);
    const revealed = decryptAll(cipher, await findSecrets(strapi.db.connection, ids));
    const shown: Webhook[] = [];
    for (const webhook of webhooks) {
      // Compiling a disabled webhook for the first time takes a while. Yields so that other
      // requests can continue.
      await nextTurn();
      const { documentId } = webhook;
      shown.push({
        ...webhook,
        health: healthOf(documentId),
        problems: webhookProblems(webhook),
        signingKeys: toSigningKeys(webhook, revealed(documentId)),
        secretsProblem: resolveSecrets(webhook, revealed(documentId)).secretsProblem,
        ruleProblem: registry.getRuleProblem(documentId),
      });
    }
    return shown;
  }

  async function toWebhook(entry: unknown): Promise<Webhook> {
    const [webhook] = await withCondition([stored(entry)]);
    return webhook as Webhook;
  }

  async function get(documentId: string): Promise<Webhook> {
    const known = storageProblem(documentId) === null;
    const found = known && (await documents().findOne({ documentId, populate }));
    if (!found) throw notFound('DW_WEBHOOK_NOT_FOUND', 'The webhook does not exist');
    return toWebhook(found);
  }

  return {
    get,

    compileInTurn: (webhooks: Attributes[], requester: Pick<Requester, 'id' | 'signal'>) =>
      compileExpressions(strapi, webhooks, requester),

    async list(query: WebhooksQuery): Promise<{ data: Webhook[]; pagination: Pagination }> {
      const { page, pageSize } = query;
      const all = await documents().findMany({
        filters: toFilters(query),
        sort: 'name:asc',
        populate,
      });
      // Databases differ in searching JSON columns, and there are few webhooks.
      const matching = all.map(stored).filter(watches(query.contentType));
      const data = await withCondition(matching.slice((page - 1) * pageSize, page * pageSize));
      return { data, pagination: toPagination({ page, pageSize, total: matching.length }) };
    },

    async create(data: Attributes): Promise<Written<Webhook>> {
      const write = () => documents().create({ data, populate } as never);
      const { result, generated } = await withGenerated(write);
      return { data: await toWebhook(result), meta: generated };
    },

    async update(documentId: string, data: Attributes): Promise<Written<Webhook>> {
      const write = () => documents().update({ documentId, data, populate } as never);
      const { result, generated } = await withGenerated(write);
      return { data: await toWebhook(result), meta: generated };
    },

    async remove(documentId: string): Promise<Webhook> {
      const webhook = await get(documentId);
      await documents().delete({ documentId });
      return webhook;
    },
  };
}

function toFilters({ search, state }: WebhooksQuery): object {
  return {
    ...(state ? { state } : {}),
    ...(search ? { $or: [{ name: { $containsi: search } }, { url: { $containsi: search } }] } : {}),
  };
}

function watches(uid: string | undefined): (webhook: StoredWebhook) => boolean {
  return ({ contentTypes }) => uid === undefined || uid === '' || contentTypes.includes(uid);
}
