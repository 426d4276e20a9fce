import type { CaptureParts } from './capture-parts';
import { rowWrite } from './place';
import { isOfAction } from './whose-row';
import { isAsBefore } from './locale-copies';
import { captureQuery, remember, wantedOf, type Hook } from './query-hooks';
import { findFirstRow, findRows, findRowsIn } from './written-rows';

/** Rows are read before the write only where a webhook looks back, or where they are not known after it. */
export function updatedRowsHooks(parts: CaptureParts): Record<string, Hook> {
  const { strapi, entries } = parts;
  return {
    async beforeUpdate(event) {
      const want = wantedOf(parts, 'update', event);
      if (!want || rowWrite()?.copying) return;
      const { type, webhooks } = want;
      const reading = entries.readingsOf(type, webhooks).before;
      // Where the caller selects, the row that comes back may lack its id.
      if (!reading && event.params.select === undefined) return;
      const row = await findFirstRow(strapi, type, { where: event.params.where });
      await remember(parts, event, { type, rows: row ? [row] : [], reading });
    },

    async afterUpdate(event) {
      const want = wantedOf(parts, 'update', event);
      if (!want) return;
      const result = (event.result ?? {}) as { id?: number; documentId?: string };
      if (isOfAction({ uid: want.type.uid, documentId: result.documentId })) return;
      const id = result.id ?? event.state.rows?.[0]?.id;
      if (id === undefined) return;
      const copying = rowWrite()?.copying;
      if (copying && (await isAsBefore(strapi, want.type, { copying, id, event }))) return;
      const rows = await findRowsIn(strapi, want.type, { id: [id] });
      const before = (copying ?? event.state).sources;
      await captureQuery(parts, { write: 'update', ...want, rows, before });
    },

    async beforeUpdateMany(event) {
      const want = wantedOf(parts, 'updateMany', event);
      if (!want) return;
      const { type, webhooks } = want;
      const rows = await findRows(strapi, type, { where: event.params.where });
      const reading = entries.readingsOf(type, webhooks).before;
      await remember(parts, event, { type, rows, reading });
    },

    async afterUpdateMany(event) {
      const want = wantedOf(parts, 'updateMany', event);
      if (!want) return;
      const id = (event.state.rows ?? []).map((row) => row.id);
      const rows = await findRowsIn(strapi, want.type, { id });
      const before = event.state.sources;
      await captureQuery(parts, { write: 'updateMany', ...want, rows, before });
    },
  };
}
