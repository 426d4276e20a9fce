import { DELIVERY_TABLE } from '../plugin-id';
import type { BodyFormat, DeliveryRecord, FrozenBody } from './delivery';
import { inSchema, type Connection } from './tables';

export type Frozen = Pick<DeliveryRecord, 'id' | 'lockedBy'> & { body: FrozenBody };

/**
 * Keeps rendered bodies before their first byte leaves: a crash in mid-request repeats the same bytes.
 * All are of one claim, and go in one statement for each format.
 */
export async function freeze(connection: Connection, frozen: Frozen[]): Promise<void> {
  for (const [format, group] of byFormat(frozen)) await freezeGroup(connection, format, group);
}

async function freezeGroup(
  connection: Connection,
  format: BodyFormat,
  group: Frozen[],
): Promise<void> {
  const ids = group.map(({ id }) => id);
  const bodies = group.flatMap(({ id, body }) => [id, body.text]);
  await connection.raw(
    `UPDATE ?? SET body_format = ?, body = CASE delivery_id ${'WHEN ? THEN ? '.repeat(group.length)}END
     WHERE delivery_id IN (${ids.map(() => '?').join(', ')}) AND locked_by = ?`,
    // knex's types leave null out.
    [
      inSchema(connection, DELIVERY_TABLE),
      format,
      ...bodies,
      ...ids,
      group[0]?.lockedBy ?? null,
    ] as string[],
  );
}

function byFormat(frozen: Frozen[]): Map<BodyFormat, Frozen[]> {
  const groups = new Map<BodyFormat, Frozen[]>();
  for (const one of frozen) {
    const group = groups.get(one.body.format);
    if (group) group.push(one);
    else groups.set(one.body.format, [one]);
  }
  return groups;
}
