const LONGEST_MS = 24 * 3_600_000;
/** The RFC knows whole ones only; some receivers send fractions. */
const SECONDS = /^(\d+\.?\d*|\.\d+)$/;

/**
 * Milliseconds that a `Retry-After` header asks for, capped at 24 h: seconds, a fraction of one rounded up, or
 * an HTTP date (RFC 9110, section 10.2.3). 0 for an absent, past or senseless value.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number {
  const value = header?.trim() ?? '';
  const asked = SECONDS.test(value) ? Math.ceil(Number(value)) * 1_000 : dateOf(value) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), LONGEST_MS);
}

/**
 * Only HTTP dates, which name a weekday first: `Date.parse` alone takes `1.5` for a day in January. Their
 * asctime form names no zone, and is in UTC (section 5.6.7); `Date.parse` would take it for local time.
 */
function dateOf(value: string): number {
  if (!/^[A-Za-z]{3,9},? /.test(value)) return NaN;
  const namesNoZone = /[ :]\d+$/.test(value);
  return Date.parse(namesNoZone ? `${value} GMT` : value);
}
