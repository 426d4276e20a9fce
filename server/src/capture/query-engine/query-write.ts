import type { Core } from '@strapi/strapi';

import type { DocumentEvent } from '../../contracts/webhook-choices';
import type { ActionCall } from '../document-service/document-action';
import type { Row } from '../filter/projection';
import type { RowIdentity } from './row-identity';

/** Write methods of `strapi.db.query(uid)`, with the event of each row that they write. */
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

/** Parameters of the call, possibly changed by lifecycle hooks. */
export interface QueryParams {
  select?: unknown;
  where?: unknown;
  _q?: unknown;
  filters?: unknown;
  data?: unknown;
}

/** A call of `strapi.db.query` that writes. */
export interface QueryCall {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
  action: ActionCall | null;
  rowsBeforeCopy: Map<number, Row> | null;
  newDocuments: boolean;
  /** Whether lifecycles are enabled. Imports and transfers disable them. */
  lifecyclesOn: boolean;
  /** Rows that it is about to write, if they had to be read first. */
  rows: RowIdentity[];
}

interface WriteCall {
  uid: string;
  write: QueryWrite;
  params: QueryParams;
}

interface AssignedParams {
  params: QueryParams;
  /** Whether each row belongs to a new document. */
  newDocuments: boolean;
}

/**
 * Assigns the documentId of new rows before Strapi does. A created row can then be found again whatever the
 * call selects, and on MySQL, which returns only the first id of many. The caller's data is copied and not
 * changed, because the caller may use it again.
 */
export function assignDocumentIds(
  strapi: Core.Strapi,
  { uid, write, params }: WriteCall,
): AssignedParams {
  const create = createDocumentId(strapi, uid);
  const rows = newRows(write, params);
  if (!create || rows.length === 0) return { params, newDocuments: false };

  const newDocuments = rows.every((row) => !hasDocumentId(row));
  const data = rows.map((row) => (hasDocumentId(row) ? row : { ...row, documentId: create() }));
  return { params: { ...params, data: write === 'create' ? data[0] : data }, newDocuments };
}

function newRows(write: QueryWrite, { data }: QueryParams): object[] {
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
