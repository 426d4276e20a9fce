import { orderingKeyText, type OrderingKey } from '../../outbox/ordering-key';

/** Ordering keys of deliveries that this instance is sending or about to send. */
export interface InFlightKeys {
  take(key: OrderingKey): void;
  /** Whether a new delivery must wait. If so, the key is marked as awaited. */
  isTaken(key: OrderingKey): boolean;
  /** Whether a delivery waits for this key. */
  isAwaited(key: OrderingKey): boolean;
  /** Returns whether a delivery waited. */
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
