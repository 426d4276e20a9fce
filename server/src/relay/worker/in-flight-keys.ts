import { laneKey, type Lane } from '../../outbox/ordering-key';

/** The lanes of which this instance is sending, or about to send, something. */
export interface Lanes {
  take(lane: Lane): void;
  /** Whether a newcomer must wait; it is remembered as waiting. */
  isTaken(lane: Lane): boolean;
  /** Whether somebody waits behind. */
  isAwaited(lane: Lane): boolean;
  /** Returns whether somebody waited. */
  free(lane: Lane): boolean;
}

export function createLanes(): Lanes {
  const taken = new Set<string>();
  const awaited = new Set<string>();

  return {
    take: (lane) => void taken.add(laneKey(lane)),
    isTaken(lane) {
      const key = laneKey(lane);
      if (!taken.has(key)) return false;
      awaited.add(key);
      return true;
    },
    isAwaited: (lane) => awaited.has(laneKey(lane)),
    free(lane) {
      const key = laneKey(lane);
      taken.delete(key);
      return awaited.delete(key);
    },
  };
}
