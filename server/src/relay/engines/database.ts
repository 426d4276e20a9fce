import { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { Engine, EngineParts } from './engine';

/**
 * Engine without Redis: polls at an interval, and when a delivery is known to be due. An instance polls at
 * once for deliveries that it captured itself.
 */
export function createDatabaseEngine({ config, pollSoon, maintain }: EngineParts): Engine {
  const { enabled, pollIntervalMs } = config.relay;
  let poll: NodeJS.Timeout | undefined;
  const alarm = createAlarm(pollSoon);

  return {
    start() {
      if (!enabled) return Promise.resolve();
      poll = setInterval(() => void maintain('always'), pollIntervalMs);
      // Strapi's command line also boots plugins, and the timer must not keep it running.
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

/**
 * Calls back at the earliest of the times that were set. The next poll finds deliveries that are due later.
 */
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
