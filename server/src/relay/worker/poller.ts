export interface PollResult {
  claimed: number;
  /** Whether more deliveries may be due. */
  more: boolean;
  /** Whether deliveries were due that only slots, rate limits or their order held back. */
  due: boolean;
}

/** Runs polls, one at a time. Each poll claims due deliveries. */
export interface Poller {
  /** Schedules a poll: deliveries may be due. */
  wake(): void;
  /** Polls after the current poll, for these webhooks or for all. */
  poll(webhookIds?: string[]): Promise<PollResult>;
  /** Whether the last poll left due deliveries behind because no slots were free. */
  backlog(): boolean;
  stop(): Promise<void>;
}

const NOTHING: PollResult = { claimed: 0, more: false, due: false };

export function createPoller(
  claim: (webhookIds?: string[]) => Promise<PollResult>,
  onError: (error: unknown) => void,
): Poller {
  let last: Promise<unknown> = Promise.resolve();
  /**
   * The next poll of all webhooks, which has not begun. Further requests share it, so that slow polls do
   * not pile up.
   */
  let next: Promise<PollResult> | undefined;
  let scheduled = false;
  let stopped = false;
  let backlog = false;

  function poll(webhookIds?: string[]): Promise<PollResult> {
    if (webhookIds) return serialize(() => claimNow(webhookIds));
    next ??= serialize(() => {
      next = undefined;
      scheduled = false;
      return claimNow();
    });
    return next;
  }

  function serialize(work: () => Promise<PollResult>): Promise<PollResult> {
    const result = last.then(() => (stopped ? NOTHING : work()));
    last = result.catch(() => undefined);
    return result;
  }

  async function claimNow(webhookIds?: string[]): Promise<PollResult> {
    const claimed = await claim(webhookIds);
    // A poll of some webhooks has no information about the others.
    backlog = claimed.more || (webhookIds !== undefined && backlog);
    return claimed;
  }

  function wake(): void {
    if (scheduled || stopped) return;
    scheduled = true;
    // Deferred, because better-sqlite3 is synchronous and responses must be read in between.
    setImmediate(() => {
      poll().then(wakeForMore, onError);
    });
  }

  function wakeForMore({ claimed, more }: PollResult): void {
    if (more && claimed > 0) wake();
  }

  return {
    wake,
    poll,
    backlog: () => backlog,
    async stop() {
      stopped = true;
      await last;
    },
  };
}
