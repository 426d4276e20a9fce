import type { Core, UID } from '@strapi/strapi';

/** What an admin may do: CASL's ability, as Strapi puts it into the request. */
export interface Ability {
  can(action: string, subject?: string): boolean;
}

export interface FoundEntry {
  id: number;
  documentId: string;
  locale: string | null;
  updatedAt: string | null;
  [attribute: string]: unknown;
}

export interface EntriesQuery {
  filters?: object;
  locale?: string;
  status?: 'draft' | 'published';
  limit: number;
}

interface PermissionChecker {
  sanitizedQuery: { read(query: object): Promise<{ filters?: object }> };
}

interface PermissionCheckers {
  create(of: { userAbility: Ability; model: string }): PermissionChecker;
}

interface FindMany {
  findMany(query: object): Promise<FoundEntry[]>;
}

/**
 * Entries that an admin may read in the Content Manager, by the conditions of their role too; the one
 * that changed last comes first.
 */
export async function findReadable(
  strapi: Core.Strapi,
  { uid, ability }: { uid: UID.ContentType; ability: Ability },
  { filters = {}, locale, status, limit }: EntriesQuery,
): Promise<FoundEntry[]> {
  const checker = strapi
    .plugin('content-manager')
    .service<PermissionCheckers>('permission-checker')
    .create({ userAbility: ability, model: uid });
  const readable = await checker.sanitizedQuery.read({ filters });
  const documents = strapi.documents(uid) as unknown as FindMany;
  return documents.findMany({
    filters: { $and: [filters, readable.filters ?? {}] },
    sort: 'updatedAt:desc',
    ...(locale === undefined ? {} : { locale }),
    ...(status === undefined ? {} : { status }),
    limit,
  });
}
