import { setTimeout as sleep } from 'node:timers/promises';

const MOST_TRIES = 5;
const PAUSE_MS = 20;

/**
 * Runs a statement that requeues deliveries, with retries: on MySQL a concurrent claim may deadlock with
 * it.
 */
export async function releaseLeases(
  release: () => Promise<void>,
  log: { warn: (message: string) => void },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await release();
      return;
    } catch (error) {
      if (tries === MOST_TRIES) {
        log.warn(`Unsent deliveries wait for their lease to run out: ${String(error)}`);
        return;
      }
      await sleep(tries * PAUSE_MS);
    }
  }
}
