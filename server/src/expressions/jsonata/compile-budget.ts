import { ExpressionError } from '../expression-error';

/** Maximum `regexCost` of one pattern: at most 20 ms and 10 MB, as measured. */
export const MAX_REGEX_COST = 4_000;
/** Maximum `regexCost` of all distinct patterns of one webhook. */
const MAX_REGEX_COSTS = 12_000;

interface Budget {
  regexCosts: number;
  regexes: Set<string>;
}

let current: Budget | null = null;

/**
 * Limits the cost of the regular expressions that `compile` compiles (synchronously). All
 * expressions of a webhook share one budget. A nested call uses the outer budget. A repeated
 * pattern is charged once: the cache compiles it once, and a save asks for it several times.
 */
export function withinCompileBudget<T>(compile: () => T): T {
  if (current) return compile();
  current = { regexCosts: 0, regexes: new Set() };
  try {
    return compile();
  } finally {
    current = null;
  }
}

/**
 * Throws an `ExpressionError` if the pattern exceeds the limit of one pattern or of the budget.
 */
export function chargeRegex(pattern: string, cost: number): void {
  if (cost > MAX_REGEX_COST) {
    throw tooLarge(
      pattern,
      `its size is ${String(cost)}, the maximum is ${String(MAX_REGEX_COST)}`,
    );
  }
  if (!current || current.regexes.has(pattern)) return;
  current.regexes.add(pattern);
  current.regexCosts += cost;
  if (current.regexCosts <= MAX_REGEX_COSTS) return;
  throw tooLarge(
    pattern,
    `the maximum size of all regular expressions together is ${String(MAX_REGEX_COSTS)}`,
  );
}

const LONGEST_QUOTE = 60;

function tooLarge(pattern: string, why: string): ExpressionError {
  const quoted =
    pattern.length > LONGEST_QUOTE ? `${pattern.slice(0, LONGEST_QUOTE)}…` : `${pattern}/`;
  return new ExpressionError(
    'syntax',
    `The regular expression /${quoted} is too large: ${why}. Use smaller repetitions, fewer alternatives or simpler classes`,
  );
}
