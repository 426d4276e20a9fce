import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useReadAgain } from '../../hooks/use-read-again';
import { pollInterval } from './poll-interval';

interface Polled {
  deliveries: Delivery[];
  /** When they were read: what is near changes with each reading. */
  readAt: number | undefined;
  refetch: () => unknown;
}

/** Reads deliveries again while something is to happen to them. */
export function usePolling({ deliveries, readAt, refetch }: Polled): void {
  useReadAgain({ intervalMs: pollInterval(deliveries, readAt ?? 0), readAt, refetch });
}
