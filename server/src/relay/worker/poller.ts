export interface PollResult {
  claimed: number;
  /** Whether there may be more that is due. */
  more: boolean;
  /** Whether something was due that nothing but room, pace and order hold back. */
  due: boolean;
}

/** Runs claim rounds, one at a time. */
export interface Poller {
  /** Something may be due: look soon. */
  wake(): void;
  /** One round now, after the one under way: at these webhooks alone, or at all. */
  poll(webhookIds?: string[]): Promise<PollResult>;
  /** Whether the last round left something behind for want of room. */
  backlog(): boolean;
  stop(): Promise<void>;
}

const NOTHING: PollResult = { claimed: 0, more: false, due: false };

export function createPoller(
  claim: (webhookIds?: string[]) => Promise<PollResult>,
  onError: (error: unknown) => void,
): Poller {
  let last: Promise<unknown> = Promise.resolve();
  /** At all webhooks, and not begun yet: whoever asks meanwhile shares it, or slow rounds would pile up. */
  let next: Promise<PollResult> | undefined;
  let scheduled = false;
  let stopped = false;
  let backlog = false;

  function round(webhookIds?: string[]): Promise<PollResult> {
    if (webhookIds) return inTurn(() => look(webhookIds));
    next ??= inTurn(() => {
      next = undefined;
      scheduled = false;
      return look();
    });
    return next;
  }

  function inTurn(work: () => Promise<PollResult>): Promise<PollResult> {
    const turn = last.then(() => (stopped ? NOTHING : work()));
    last = turn.catch(() => undefined);
    return turn;
  }

  async function look(webhookIds?: string[]): Promise<PollResult> {
    const result = await claim(webhookIds);
    // Of the webhooks that it did not look at, a round tells nothing.
    backlog = result.more || (webhookIds !== undefined && backlog);
    return result;
  }

  function wake(): void {
    if (scheduled || stopped) return;
    scheduled = true;
    // Not at once: better-sqlite3 answers synchronously, and responses must be read in between.
    setImmediate(() => {
      round().then(wakeForMore, onError);
    });
  }

  function wakeForMore({ claimed, more }: PollResult): void {
    if (more && claimed > 0) wake();
  }

  return {
    wake,
    poll: round,
    backlog: () => backlog,
    async stop() {
      stopped = true;
      await last;
    },
  };
}
