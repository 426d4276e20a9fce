import { ExpressionError } from '../expression-error';

/** Units of `regexCost` of one pattern: 20 ms and 10 MB at most, as measured. */
export const MAX_REGEX_COST = 4_000;
/** Units of all different patterns of one expression, and of one webhook. */
const MAX_REGEX_COSTS = 12_000;

interface Budget {
  regexCosts: number;
  regexes: Set<string>;
}

let current: Budget | null = null;

/**
 * Bounds what the regular expressions cost that `compile` compiles, which is synchronous: the expressions of a
 * webhook share one budget. Within another it counts to that one. The same pattern counts once: it is
 * compiled once, and a save asks for it several times.
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

/** Throws where a pattern costs too much, by itself or with those before it. */
export function chargeRegex(pattern: string, cost: number): void {
  if (cost > MAX_REGEX_COST) {
    throw tooLarge(pattern, `its size is ${String(cost)}, at most ${String(MAX_REGEX_COST)}`);
  }
  if (!current || current.regexes.has(pattern)) return;
  current.regexes.add(pattern);
  current.regexCosts += cost;
  if (current.regexCosts <= MAX_REGEX_COSTS) return;
  throw tooLarge(
    pattern,
    `all regular expressions together have a size of at most ${String(MAX_REGEX_COSTS)}`,
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
