import { tooMany } from '../../errors';

/** Most tests of one person within a minute, on one instance. */
const MAX_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Counts the tests of each person; throws a 429 error above the limit. */
export function createTestQuota(now: () => number): (personId: string) => void {
  const sent = new Map<string, number[]>();

  return (personId) => {
    const since = now() - MINUTE_MS;
    const recent = (sent.get(personId) ?? []).filter((at) => at > since);
    if (recent.length >= MAX_PER_MINUTE) {
      throw tooMany(
        'DW_TOO_MANY_TESTS',
        `You have sent ${String(MAX_PER_MINUTE)} tests within a minute. Wait a moment`,
      );
    }
    sent.set(personId, [...recent, now()]);
  };
}
