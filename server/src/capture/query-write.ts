import type { DocumentEvent } from '../contracts/webhook-choices';

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
