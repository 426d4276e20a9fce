import { orderingKeyText, type OrderingKey } from '../../outbox/ordering-key';

/** The lanes of which this instance is sending, or about to send, something. */
export interface InFlightKeys {
  take(key: OrderingKey): void;
  /** Whether a newcomer must wait; it is remembered as waiting. */
  isTaken(key: OrderingKey): boolean;
  /** Whether somebody waits behind. */
  isAwaited(key: OrderingKey): boolean;
  /** Returns whether somebody waited. */
  free(key: OrderingKey): boolean;
}

export function createInFlightKeys(): InFlightKeys {
  const taken = new Set<string>();
  const awaited = new Set<string>();

  return {
    take: (key) => void taken.add(orderingKeyText(key)),
    isTaken(key) {
      const text = orderingKeyText(key);
      if (!taken.has(text)) return false;
      awaited.add(text);
      return true;
    },
    isAwaited: (key) => awaited.has(orderingKeyText(key)),
    free(key) {
      const text = orderingKeyText(key);
      taken.delete(text);
      return awaited.delete(text);
    },
  };
}
