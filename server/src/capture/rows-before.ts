import type { Core } from '@strapi/strapi';

import type { WebhookInForce } from '../webhooks/webhook-in-force';
import type { WriteAction } from './document-action';
import type { RowBefore } from './events-of';
import type { Snapshots, SourceRows } from './snapshot';
import type { WatchedType } from '../schema/watched-type';

/** What must be read before a write, for after it there is nothing left to read. */
export interface Before {
  rows: RowBefore[];
  sources: SourceRows;
}

export interface WriteCall {
  type: WatchedType;
  action: WriteAction;
  params: {
    documentId?: string;
    status?: string;
    locale?: unknown;
    data?: { documentId?: string };
  };
  webhooks: readonly WebhookInForce[];
}

const NOTHING: Before = { rows: [], sources: new Map() };

export async function readBefore(
  strapi: Core.Strapi,
  snapshots: Snapshots,
  { type, action, params, webhooks }: WriteCall,
): Promise<Before> {
  const where = { documentId: params.documentId };
  if (action === 'delete' || action === 'unpublish') {
    const [rows, sources] = [
      await rowsOf(strapi, type, where),
      await snapshots.read(type, webhooks, where),
    ];
    return { rows, sources };
  }
  // Only where a type is localized can an update create.
  if (action === 'update' && type.localized) {
    return { ...NOTHING, rows: await rowsOf(strapi, type, where) };
  }
  return NOTHING;
}

async function rowsOf(
  strapi: Core.Strapi,
  { uid }: WatchedType,
  where: object,
): Promise<RowBefore[]> {
  const rows: unknown = await strapi.db
    .query(uid)
    .findMany({ select: ['id', 'locale', 'publishedAt'], where });
  return rows as RowBefore[];
}
