import type { Core } from '@strapi/strapi';

import type { DocumentEvent } from '../../contracts/webhook-choices';

/** The calls of `strapi.db.query(uid)` that write, with the event of each row that they write. */
export const EVENT_OF_QUERY = {
  create: 'entry.create',
  createMany: 'entry.create',
  update: 'entry.update',
  updateMany: 'entry.update',
  delete: 'entry.delete',
  deleteMany: 'entry.delete',
} as const satisfies Record<string, DocumentEvent>;

export type QueryWrite = keyof typeof EVENT_OF_QUERY;

export const QUERY_WRITES = Object.keys(EVENT_OF_QUERY) as QueryWrite[];

/** As the caller gave them, where hooks have not changed them. */
export interface QueryParams {
  select?: unknown;
  where?: unknown;
  _q?: unknown;
  filters?: unknown;
  data?: unknown;
}

interface Written {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
}

interface Given {
  given: QueryParams;
  /** Whether each row gets a document of its own. */
  newDocuments: boolean;
}

/**
 * Gives new rows the documentId that Strapi would give them a moment later: then a row can be found again
 * whatever the call selects, and on MySQL, which does not tell the ids of many. The caller's own data is
 * left as it is, for it may be written once more.
 */
export function giveDocumentIds(strapi: Core.Strapi, { uid, write, params }: Written): Given {
  const create = createDocumentId(strapi, uid);
  const rows = rowsOf(write, params);
  if (!create || rows.length === 0) return { given: params, newDocuments: false };

  const newDocuments = rows.every((row) => !hasDocumentId(row));
  const data = rows.map((row) => (hasDocumentId(row) ? row : { ...row, documentId: create() }));
  return { given: { ...params, data: write === 'create' ? data[0] : data }, newDocuments };
}

function rowsOf(write: QueryWrite, { data }: QueryParams): object[] {
  if (write === 'create') return isRow(data) ? [data] : [];
  if (write === 'createMany') return Array.isArray(data) && data.every(isRow) ? data : [];
  return [];
}

function isRow(data: unknown): data is object {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function hasDocumentId(row: object): boolean {
  return (row as { documentId?: unknown }).documentId !== undefined;
}

function createDocumentId(strapi: Core.Strapi, uid: string): (() => string) | undefined {
  const { documentId } = strapi.db.metadata.get(uid).attributes;
  const { default: create } = (documentId ?? {}) as { default?: unknown };
  return typeof create === 'function' ? (create as () => string) : undefined;
}
