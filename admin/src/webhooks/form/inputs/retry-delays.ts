/** Reads "5, 300, 1800" as seconds; empty never retries; null where a part is no such number. */
export function parseRetryDelays(written: string): number[] | null {
  if (written.trim() === '') return [];
  const parts = written.split(',').map((part) => part.trim());
  return parts.every((part) => /^\d+(\.\d+)?$/.test(part)) ? parts.map(Number) : null;
}

export function formatRetryDelays(seconds: number[]): string {
  return seconds.join(', ');
}

/** The first attempt and one more after each delay, and the seconds between the first and the last. */
export function scheduleOf(seconds: number[]): { attempts: number; totalSeconds: number } {
  return {
    attempts: seconds.length + 1,
    totalSeconds: seconds.reduce((total, delay) => total + delay, 0),
  };
}
