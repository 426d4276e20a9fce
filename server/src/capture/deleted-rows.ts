import type { CaptureParts } from './capture-parts';
import { captureQuery, remember, wantedOf, type Hook, type LifecycleEvent } from './query-hooks';
import type { QueryWrite } from './query-write';
import { findFirstRow, findRows } from './written-rows';

/** What goes is read before it goes. */
export function deletedRowsHooks(parts: CaptureParts): Record<string, Hook> {
  const { strapi, entries } = parts;
  return {
    async beforeDelete(event) {
      const want = wantedOf(parts, 'delete', event);
      if (!want) return;
      const { type, webhooks } = want;
      const row = await findFirstRow(strapi, type, event.params);
      const reading = entries.readingsOf(type, webhooks).last;
      await remember(parts, event, { type, rows: row ? [row] : [], reading });
    },

    async beforeDeleteMany(event) {
      const want = wantedOf(parts, 'deleteMany', event);
      if (!want) return;
      const { type, webhooks } = want;
      const { where, _q, filters } = event.params;
      const rows = await findRows(strapi, type, { where, _q, filters });
      const reading = entries.readingsOf(type, webhooks).last;
      await remember(parts, event, { type, rows, reading });
    },

    afterDelete: (event) => captureRemembered(parts, 'delete', event),
    afterDeleteMany: (event) => captureRemembered(parts, 'deleteMany', event),
  };
}

async function captureRemembered(
  parts: CaptureParts,
  write: QueryWrite,
  event: LifecycleEvent,
): Promise<void> {
  const want = wantedOf(parts, write, event);
  const { rows = [], sources } = event.state;
  if (want) await captureQuery(parts, { write, ...want, rows, before: sources });
}
