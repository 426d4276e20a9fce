import { useEffect } from 'react';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { pollInterval } from './poll-interval';

interface Polled {
  deliveries: Delivery[];
  /** When they were read, which starts the wait anew. */
  readAt: number | undefined;
  refetch: () => unknown;
}

/** Reads deliveries again while something is to happen to them, and the page is looked at. */
export function usePolling({ deliveries, readAt, refetch }: Polled): void {
  useEffect(() => {
    const interval = pollInterval(deliveries, Date.now());
    if (interval === 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refetch();
    }, interval);
    return () => clearInterval(timer);
  }, [deliveries, readAt, refetch]);
}
