/** How much of it, by environment variable: a short run for each change, a long one now and then. */
export function countOf(variable: string, otherwise: number): number {
  const given = process.env[variable];
  if (given === undefined || given === '') return otherwise;
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${variable} must be a whole number`);
  return count;
}
