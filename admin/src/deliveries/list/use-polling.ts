import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useReadAgain } from '../../hooks/use-read-again';
import { pollInterval } from './poll-interval';

interface Polled {
  deliveries: Delivery[];
  /** When they were read. */
  readAt: number | undefined;
  refetch: () => unknown;
}

/** Reads deliveries again until all are settled. */
export function usePolling({ deliveries, readAt, refetch }: Polled): void {
  useReadAgain({ intervalMs: pollInterval(deliveries, readAt ?? 0), readAt, refetch });
}
