/** Levels of objects and lists within one value of a request: what JSON and expressions go down to. */
const MOST_LEVELS = 500;

export const TOO_DEEP = `It is nested more than ${String(MOST_LEVELS)} levels deep: at most ${String(MOST_LEVELS)}`;

/** Why a value of a request is not accepted; null where it is. Looks without recursion, which such a value would break. */
export function nestingProblemOf(value: unknown): string | null {
  let level = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap((outer) =>
      typeof outer === 'object' && outer !== null ? (Object.values(outer) as unknown[]) : [],
    );
    if (level.length === 0) return null;
  }
  return TOO_DEEP;
}
