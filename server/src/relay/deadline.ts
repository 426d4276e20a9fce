export interface Deadline {
  signal: AbortSignal;
  /** Whether the time ran out, rather than the instance stopping. */
  expired: () => boolean;
  /** Settles with `work`, or rejects as soon as the signal aborts. */
  race: <T>(work: Promise<T>) => Promise<T>;
  clear: () => void;
}

/**
 * One deadline over everything that `race` is given. undici looks at a signal only once it is
 * connected, so a receiver that never accepts would outlast it: hence the race.
 */
export function startDeadline(timeoutMs: number, stopping: AbortSignal): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    controller.abort();
  }, timeoutMs);
  const stop = (): void => {
    controller.abort();
  };
  stopping.addEventListener('abort', stop, { once: true });
  if (stopping.aborted) stop();

  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
  aborted.catch(() => undefined);

  return {
    signal,
    expired: () => expired,
    race: (work) => Promise.race([work, aborted]),
    clear() {
      clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
    },
  };
}
