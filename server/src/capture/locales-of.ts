import type { Core } from '@strapi/strapi';

import type { RowBefore } from './events-of';
import type { Row } from './project';
import type { WatchedType } from '../schema/watched-type';

interface Written {
  type: WatchedType;
  result: unknown;
  before: RowBefore[];
}

/**
 * Tells the locale of a row that an action returned. A caller that asked for some `fields` only gets
 * rows without it; then it is read by id, before or after the write.
 */
export async function localesOf(
  strapi: Core.Strapi,
  { type, result, before }: Written,
): Promise<(entry: Row) => string | null> {
  if (!type.localized) return () => null;

  const known = new Map<unknown, string | null>(before.map(({ id, locale }) => [id, locale]));
  const missing = rowsIn(result).filter((row) => !('locale' in row) && !known.has(row['id']));
  if (missing.length > 0) {
    const rows: unknown = await strapi.db.query(type.uid).findMany({
      select: ['id', 'locale'],
      where: { id: { $in: missing.map((row) => row['id']) } },
    });
    for (const row of rows as RowBefore[]) known.set(row.id, row.locale);
  }
  return (entry) =>
    (entry['locale'] as string | null | undefined) ?? known.get(entry['id']) ?? null;
}

function rowsIn(result: unknown): Row[] {
  if (result === null || typeof result !== 'object') return [];
  const { entries } = result as { entries?: (Row | null)[] };
  return (entries ?? [result as Row]).filter((row) => row !== null);
}
