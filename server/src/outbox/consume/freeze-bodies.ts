import { DELIVERY_TABLE } from '../../plugin-id';
import type { DeliveryRecord, FrozenBody } from '../delivery';
import { chunks } from '../database/chunks';
import { inSchema, type Connection } from '../database/tables';

export type FreezeInput = Pick<DeliveryRecord, 'id' | 'lockedBy'> & { body: FrozenBody };

/**
 * Stores rendered bodies before the first byte is sent, so that a retry after a crash sends the same bytes.
 * All deliveries must belong to one claim.
 */
export async function freezeBodies(connection: Connection, frozen: FreezeInput[]): Promise<void> {
  for (const chunk of chunks(frozen, ({ body }) => [body.text])) {
    await freezeAll(connection, chunk);
  }
}

async function freezeAll(connection: Connection, frozen: FreezeInput[]): Promise<void> {
  const byId = `CASE delivery_id ${'WHEN ? THEN ? '.repeat(frozen.length)}END`;
  const idValuePairs = (of: (body: FrozenBody) => string | null) =>
    // knex's types do not allow null.
    frozen.flatMap(({ id, body }) => [id, of(body)]) as string[];
  // Only bodies that contain values of the environment are bound to a host.
  const hasHost = frozen.some(({ body }) => body.host !== undefined);
  const ids = frozen.map(() => '?').join(', ');
  await connection.raw(
    `UPDATE ?? SET body_format = ${byId}, body = ${byId}${hasHost ? `, body_host = ${byId}, body_variables = ${byId}` : ''}
     WHERE delivery_id IN (${ids}) AND locked_by = ?`,
    [
      inSchema(connection, DELIVERY_TABLE),
      ...idValuePairs(({ format }) => format),
      ...idValuePairs(({ text }) => text),
      ...(hasHost
        ? [...idValuePairs(({ host }) => host ?? null), ...idValuePairs(variablesText)]
        : []),
      ...frozen.map(({ id }) => id),
      frozen[0]?.lockedBy as string,
    ],
  );
}

function variablesText({ variables = [] }: FrozenBody): string | null {
  return variables.length === 0 ? null : JSON.stringify(variables);
}
