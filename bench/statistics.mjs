/** The value below which a share of the numbers lies, interpolated. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (numbers) => quantile(numbers, 0.5);

/**
 * How much longer one takes than the other, compared round by round: what slows the machine down for
 * a while slows both rounds down, and falls out.
 */
export function ratioByRound(rounds, baseRounds) {
  const ratios = rounds.map((round, index) => median(round) / median(baseRounds[index]));
  return { ratio: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
