import { health, type Connection } from './tables';

/**
 * Lets one instance at a time go on, until its transaction ends. To be asked first of all in it: then
 * what is read afterwards is what the one before has left. No webhook has an id that begins with `$`.
 */
export async function acquireAdvisoryLock(transaction: Connection, topic: string): Promise<void> {
  // One statement that writes either way: on MySQL an insert that is ignored shares its lock, and two
  // that go on from there to lock the row wait for each other.
  await health(transaction)
    .insert({ webhook_id: `$${topic}`, failures: 0, rate_next_at: 0 })
    .onConflict('webhook_id')
    .merge(['failures']);
}
