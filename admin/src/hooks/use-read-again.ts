import { useEffect } from 'react';

interface ReadAgain {
  /** 0 for never. */
  intervalMs: number;
  refetch: () => unknown;
  /** When it was last read, which restarts the wait. */
  readAt?: number | undefined;
}

/** Reads again and again while the page is looked at. */
export function useReadAgain({ intervalMs, refetch, readAt }: ReadAgain): void {
  useEffect(() => {
    if (intervalMs === 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refetch();
    }, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, readAt, refetch]);
}
