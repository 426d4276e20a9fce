import { locked } from './dialect';
import { health, type Connection } from './tables';

/**
 * Lets one instance at a time go on, until its transaction ends. To be asked first of all in it: then
 * what is read afterwards is what the one before has left. No webhook has an id that begins with `$`.
 */
export async function takeTurns(transaction: Connection, topic: string): Promise<void> {
  const row = { webhook_id: `$${topic}` };
  await health(transaction)
    .insert({ ...row, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .ignore();
  await locked(transaction, health(transaction).where(row)).first();
}
