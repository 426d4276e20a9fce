import { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { Engine, EngineParts } from './engine';

/** Polls, and looks when something is known to fall due. What this instance itself captured, it looks for at once. */
export function createDatabaseEngine({ config, pollSoon, maintain }: EngineParts): Engine {
  const { enabled, pollIntervalMs } = config.relay;
  let poll: NodeJS.Timeout | undefined;
  const alarm = createAlarm(pollSoon);

  return {
    start() {
      if (!enabled) return Promise.resolve();
      poll = setInterval(() => void maintain('always'), pollIntervalMs);
      // Strapi's command line boots plugins too, and must be able to end.
      poll.unref();
      void maintain('always');
      return Promise.resolve();
    },
    pause() {
      clearInterval(poll);
      poll = undefined;
      alarm.clear();
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
    wake() {
      if (poll) pollSoon();
    },
    wakeIn(_webhookId, delayMs) {
      if (poll) alarm.setIn(delayMs);
    },
    reservePermits,
  };
}

/** Rings at the earliest of the times that it was set to; the next poll finds what falls due later. */
function createAlarm(ring: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let at = Infinity;

  return {
    setIn(delayMs: number) {
      const wanted = performance.now() + delayMs;
      if (wanted >= at) return;
      clearTimeout(timer);
      at = wanted;
      timer = setTimeout(() => {
        at = Infinity;
        ring();
      }, delayMs);
      timer.unref();
    },
    clear() {
      clearTimeout(timer);
      at = Infinity;
    },
  };
}
