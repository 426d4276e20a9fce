import { takeMoments } from '../../outbox/rate-limit';
import type { Engine, EngineParts } from './engine';

/** Polls. What this instance itself captured, it looks for at once. */
export function createDatabaseEngine({ config, lookSoon, sweep }: EngineParts): Engine {
  const { enabled, pollIntervalMs } = config.relay;
  let poll: NodeJS.Timeout | undefined;

  return {
    start() {
      if (!enabled) return Promise.resolve();
      poll = setInterval(() => void sweep('always'), pollIntervalMs);
      // Strapi's command line boots plugins too, and must be able to end.
      poll.unref();
      void sweep('always');
      return Promise.resolve();
    },
    rest() {
      clearInterval(poll);
      poll = undefined;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
    announce() {
      if (poll) lookSoon();
    },
    // The next poll finds it.
    announceIn: () => undefined,
    takeMoments,
  };
}
