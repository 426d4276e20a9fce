import { DELIVERY_TABLE } from '../../plugin-id';
import type { DeliveryRecord, FrozenBody } from '../delivery';
import { chunks } from '../database/chunks';
import { inSchema, type Connection } from '../database/tables';

export type FreezeInput = Pick<DeliveryRecord, 'id' | 'lockedBy'> & { body: FrozenBody };

/**
 * Keeps rendered bodies before their first byte leaves: a crash in mid-request repeats the same bytes.
 * All are of one claim.
 */
export async function freezeBodies(connection: Connection, frozen: FreezeInput[]): Promise<void> {
  for (const chunk of chunks(frozen, ({ body }) => [body.text])) {
    await freezeAll(connection, chunk);
  }
}

async function freezeAll(connection: Connection, frozen: FreezeInput[]): Promise<void> {
  const byId = `CASE delivery_id ${'WHEN ? THEN ? '.repeat(frozen.length)}END`;
  const valuesOf = (of: (body: FrozenBody) => string | null) =>
    // knex's types leave null out.
    frozen.flatMap(({ id, body }) => [id, of(body)]) as string[];
  // Few bodies are for one host only: the others have none there.
  const isTied = frozen.some(({ body }) => body.host !== undefined);
  const ids = frozen.map(() => '?').join(', ');
  await connection.raw(
    `UPDATE ?? SET body_format = ${byId}, body = ${byId}${isTied ? `, body_host = ${byId}` : ''}
     WHERE delivery_id IN (${ids}) AND locked_by = ?`,
    [
      inSchema(connection, DELIVERY_TABLE),
      ...valuesOf(({ format }) => format),
      ...valuesOf(({ text }) => text),
      ...(isTied ? valuesOf(({ host }) => host ?? null) : []),
      ...frozen.map(({ id }) => id),
      frozen[0]?.lockedBy as string,
    ],
  );
}
