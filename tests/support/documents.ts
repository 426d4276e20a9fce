import type { Core, UID } from '@strapi/strapi';

export type Entry = Record<string, unknown> & { id: number; documentId: string };
export type Params = Record<string, unknown>;

export interface Entries {
  documentId: string;
  entries: Entry[];
}

/** The Document Service of a type that no generated types know. */
export interface Documents {
  findOne(params: Params): Promise<Entry | null>;
  findFirst(params?: Params): Promise<Entry | null>;
  findMany(params?: Params): Promise<Entry[]>;
  create(params: Params): Promise<Entry>;
  update(params: Params): Promise<Entry | null>;
  delete(params: Params): Promise<Entries>;
  clone(params: Params): Promise<Entries>;
  publish(params: Params): Promise<Entries>;
  unpublish(params: Params): Promise<Entries>;
  discardDraft(params: Params): Promise<Entries>;
}

export const QUOTATION = 'api::quotation.quotation';
export const ARTICLE = 'api::article.article';
export const AUTHOR = 'api::author.author';
export const CATEGORY = 'api::category.category';
export const HOMEPAGE = 'api::homepage.homepage';
export const WEBHOOK = 'plugin::document-webhooks.webhook';

export function documentsOf(strapi: Core.Strapi, uid: string): Documents {
  return strapi.documents(uid as UID.ContentType) as unknown as Documents;
}
