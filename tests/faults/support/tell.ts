/** A line of the run's report. */
export function tell(what: string, figures: Record<string, number>): void {
  const words = Object.entries(figures).map(([name, figure]) => `${String(figure)} ${name}`);
  process.stdout.write(`${what}: ${words.join(', ')}\n`);
}
