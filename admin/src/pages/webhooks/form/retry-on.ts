import type { RetryOn } from '../../../../../server/src/contracts/webhook-choices';

const ALL = 'all';
const NONE = 'none';

/** Reads "all" (or nothing), "none", or a list such as "5xx, 408, timeout". The server checks the entries. */
export function parseRetryOn(written: string): RetryOn {
  const entries = written
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const [first = ALL] = entries;
  if (entries.length > 1) return entries;
  if (first.toLowerCase() === ALL) return ALL;
  return first.toLowerCase() === NONE ? [] : entries;
}

export function formatRetryOn(retryOn: RetryOn): string {
  if (retryOn === ALL) return ALL;
  return retryOn.length === 0 ? NONE : retryOn.join(', ');
}
