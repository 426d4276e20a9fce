import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useText } from '../../translations/use-text';

interface OrderWords {
  /** "#3 of this document"; null for a delivery captured by an earlier version. */
  sequence: string | null;
  /** "7 events, 1 request"; null if nothing was merged. */
  merged: string | null;
}

export function useOrderWords({ sequence, coalesced }: Delivery): OrderWords {
  const text = useText();
  return {
    sequence: sequence === null ? null : text('deliveries.sequence', { sequence }),
    merged: coalesced > 0 ? text('deliveries.merged', { events: coalesced + 1 }) : null,
  };
}
