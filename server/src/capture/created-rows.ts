import { isOfAction } from './whose-row';
import type { CaptureParts } from './capture-parts';
import { captureQuery, wantedOf, type Hook, type LifecycleEvent, type Wanted } from './query-hooks';
import { findRows, findRowsIn, type WrittenRow } from './written-rows';

export function createdRowsHooks(parts: CaptureParts): Record<string, Hook> {
  return {
    async afterCreate(event) {
      const want = wantedOf(parts, 'create', event);
      if (!want) return;
      const { id } = (event.result ?? {}) as { id?: number };
      const { documentId } = event.params.data as { documentId?: string };
      if (isOfAction({ uid: want.type.uid, documentId })) return;
      // The newest: a document may have had rows of other locales before.
      const query = { where: id === undefined ? { documentId } : { id }, orderBy: { id: 'desc' } };
      const rows = await findRows(parts.strapi, want.type, { ...query, limit: 1 });
      await captureQuery(parts, { write: 'create', ...want, rows });
    },

    async afterCreateMany(event) {
      const want = wantedOf(parts, 'createMany', event);
      if (!want) return;
      const rows = await createdRows(parts, want, event);
      await captureQuery(parts, { write: 'createMany', ...want, rows });
    },
  };
}

/** MySQL tells the first id of a statement only: there the rest is known by the documents, and is newer. */
async function createdRows(
  { strapi }: CaptureParts,
  { type }: Wanted,
  { params, result }: LifecycleEvent,
): Promise<WrittenRow[]> {
  const { count, ids } = result as { count: number; ids: number[] };
  if (ids.length === count) return findRowsIn(strapi, type, { id: ids });

  const first = Math.min(...ids);
  const data = params.data as { documentId?: string }[];
  const documentId = data.flatMap((row) => row.documentId ?? []);
  const rows = await findRowsIn(strapi, type, { documentId });
  return rows.filter(({ id }) => id >= first);
}
