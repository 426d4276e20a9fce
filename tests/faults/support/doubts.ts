import type { Instance } from './instance';
import type { Journal } from './journal';

/** Saves whose writer died before it knew how they ended, as the database tells. */
export interface Ascertained {
  committed: number;
  rolledBack: number;
}

/** To be asked before anything else is written. */
export async function settleDoubts(instance: Instance, journal: Journal): Promise<Ascertained> {
  const ascertained: Ascertained = { committed: 0, rolledBack: 0 };
  for (const { id, writes } of journal.underWay()) {
    const found = await instance.call('ascertain', writes);
    if (found.length > 0 && found.length < writes.length) {
      throw new Error(`Half of ${id} is in the database: ${found.join(', ')}`);
    }
    const committed = found.length > 0;
    ascertained[committed ? 'committed' : 'rolledBack'] += 1;
    const outcome = committed ? 'committed' : 'rolled-back';
    journal.note({ kind: 'ended', saveId: id, outcome });
  }
  return ascertained;
}
