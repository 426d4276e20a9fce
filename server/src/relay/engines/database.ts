import type { Engine, EngineParts } from './engine';

/** Polls. What this instance itself captured, it looks for at once. */
export function createDatabaseEngine({ pollIntervalMs, look, sweep }: EngineParts): Engine {
  let poll: NodeJS.Timeout | undefined;

  return {
    start() {
      poll = setInterval(() => void sweep(), pollIntervalMs);
      // Strapi's command line boots plugins too, and must be able to end.
      poll.unref();
      void sweep();
      return Promise.resolve();
    },
    stop() {
      clearInterval(poll);
      poll = undefined;
      return Promise.resolve();
    },
    announce: look,
  };
}
