const LONGEST_MS = 24 * 3_600_000;
/** The RFC allows whole seconds only, but some receivers send fractions. */
const SECONDS = /^(\d+\.?\d*|\.\d+)$/;

/**
 * Milliseconds that a `Retry-After` header asks for, at most 24 h: seconds (a fraction is rounded up) or an
 * HTTP date (RFC 9110, section 10.2.3). 0 for a missing, past or invalid value.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number {
  const value = header?.trim() ?? '';
  const asked = SECONDS.test(value) ? Math.ceil(Number(value)) * 1_000 : parseHttpDate(value) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), LONGEST_MS);
}

/**
 * Parses HTTP dates only. They begin with a weekday; `Date.parse` alone would read `1.5` as a day in
 * January. The asctime form has no time zone and is in UTC (section 5.6.7), but `Date.parse` would read it
 * as local time.
 */
function parseHttpDate(value: string): number {
  if (!/^[A-Za-z]{3,9},? /.test(value)) return NaN;
  const namesNoZone = /[ :]\d+$/.test(value);
  return Date.parse(namesNoZone ? `${value} GMT` : value);
}
