/** Levels of objects and lists within the data of a custom event: what JSON and expressions go down to. */
const MOST_LEVELS = 500;

/** Why data is not accepted; null where it is. Looks without recursion, which such data would break. */
export function nestingProblemOf(data: unknown): string | null {
  let level = [data];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
    if (level.length === 0) return null;
  }
  return `The data is nested more than ${MOST_LEVELS} levels deep`;
}
