import type { Connection } from '../outbox/tables';
import { onSavepoints } from './savepoints';

/** What is kept of an open transaction in memory goes back to a savepoint when the transaction does. */
export interface WayBack {
  /** Takes back what was just done. */
  remember(step: () => void): void;
  /** Whether the database has undone something, or may have: then it alone knows what is there. */
  isDoubtful(): boolean;
}

/** `undoAll` goes back to before this was made. */
export function createWayBack(trx: Connection, undoAll: () => void): WayBack {
  const steps: (() => void)[] = [];
  let savepoints: { name: string; at: number }[] = [];
  let doubtful = false;
  const indexOf = (name: string): number => savepoints.findLastIndex((it) => it.name === name);

  onSavepoints(trx, {
    set: (name) => void savepoints.push({ name, at: steps.length }),
    release(name) {
      const index = indexOf(name);
      if (index >= 0) savepoints = savepoints.slice(0, index);
      if (savepoints.length === 0) steps.length = 0;
    },
    rollBackTo(name) {
      doubtful = true;
      const index = indexOf(name);
      savepoints = savepoints.slice(0, index + 1);
      const savepoint = savepoints[index];
      const undone = steps.splice(savepoint?.at ?? 0);
      if (!savepoint) undoAll();
      else for (const step of undone.reverse()) step();
    },
    rollBack() {
      doubtful = true;
      savepoints = [];
      steps.length = 0;
      undoAll();
    },
    failed() {
      doubtful = true;
    },
  });

  return {
    remember(step) {
      // Otherwise it would keep states of documents that were overwritten long ago.
      if (savepoints.length > 0) steps.push(step);
    },
    isDoubtful: () => doubtful,
  };
}
