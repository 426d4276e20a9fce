import type { RetryOn } from '../../../../../server/src/contracts/webhook-choices';

const ALL = 'all';
const NONE = 'none';

/** Reads "all" (or nothing), "none", or a list such as "5xx, 408, timeout". The server checks the entries. */
export function parseRetryOn(written: string): RetryOn {
  const entries = written
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const only = entries.length > 1 ? null : (entries[0] ?? ALL).toLowerCase();
  if (only === ALL) return ALL;
  return only === NONE ? [] : entries.map(asCode);
}

function asCode(entry: string): number | string {
  return /^\d+$/.test(entry) ? Number(entry) : entry;
}

export function formatRetryOn(retryOn: RetryOn): string {
  if (retryOn === ALL) return ALL;
  return retryOn.length === 0 ? NONE : retryOn.join(', ');
}
