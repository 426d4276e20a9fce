import type { FrozenBody } from './delivery';
import { deliveries, type Connection } from './tables';

export interface Frozen {
  id: string;
  body: FrozenBody;
}

/** Keeps rendered bodies before their first byte leaves: a crash in mid-request repeats the same bytes. */
export async function freeze(
  connection: Connection,
  owner: string,
  frozen: Frozen[],
): Promise<void> {
  if (frozen.length === 0) return;
  await connection.transaction(async (transaction) => {
    for (const { id, body } of frozen) {
      await deliveries(transaction)
        .where({ delivery_id: id, locked_by: owner })
        .update({ body_format: body.format, body: body.text });
    }
  });
}
