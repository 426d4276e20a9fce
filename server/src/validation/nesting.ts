/** Maximum nesting of a value in a request; JSON and expressions support this depth. */
const MAX_LEVELS = 500;

export const TOO_DEEP = `The value is nested too deeply: at most ${String(MAX_LEVELS)} levels`;

/**
 * A message if a value of a request is nested too deeply; else null. Iterative, because such a
 * value would overflow the stack.
 */
export function nestingProblem(value: unknown): string | null {
  let level = [value];
  for (let depth = 0; depth <= MAX_LEVELS; depth += 1) {
    level = level.flatMap((outer) =>
      typeof outer === 'object' && outer !== null ? (Object.values(outer) as unknown[]) : [],
    );
    if (level.length === 0) return null;
  }
  return TOO_DEEP;
}
