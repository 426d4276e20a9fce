import type { DeliveryRecord, FrozenBody } from './delivery';
import { deliveries, type Connection } from './tables';

export type Frozen = Pick<DeliveryRecord, 'id' | 'lockedBy'> & { body: FrozenBody };

/**
 * Keeps rendered bodies before their first byte leaves: a crash in mid-request repeats the same bytes.
 * All are of one claim, and go in one statement.
 */
export async function freeze(connection: Connection, frozen: Frozen[]): Promise<void> {
  const [first] = frozen;
  if (!first) return;
  const byId = (valueOf: (it: Frozen) => string | null) =>
    connection.raw(
      `CASE delivery_id ${'WHEN ? THEN ? '.repeat(frozen.length)}END`,
      frozen.flatMap((it) => [it.id, valueOf(it)] as string[]),
    );
  await deliveries(connection)
    .whereIn(
      'delivery_id',
      frozen.map(({ id }) => id),
    )
    .where({ locked_by: first.lockedBy })
    .update({ body_format: byId(({ body }) => body.format), body: byId(({ body }) => body.text) });
}
