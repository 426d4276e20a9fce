import type { PluginConfig } from '../../config';
import type { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { PollResult } from '../worker/poller';

/**
 * Decides when instances look for due deliveries, and gives out the moments of a rate limit. The outbox is
 * the truth: a look may come for nothing, and what is not announced is found all the same, only later.
 */
export interface Engine {
  /** Begins to look, where the relay is enabled, and to announce. Rejects when it cannot. */
  start(): Promise<void>;
  /** Looks no more. */
  pause(): Promise<void>;
  /** Announces no more. */
  close(): Promise<void>;
  /** Something is due of these webhooks, or of some that the caller does not know. */
  wake(webhookIds?: string[]): void;
  /** Something of this webhook will be due. */
  wakeIn(webhookId: string, delayMs: number): void;
  reservePermits: typeof reservePermits;
}

export interface EngineParts {
  config: PluginConfig;
  /** Looks soon at all that is due. */
  pollSoon: () => void;
  /** Looks now, at these webhooks alone or at all. */
  poll: (webhookIds?: string[]) => Promise<PollResult>;
  /** Returns what dead instances held; looks in any case, or only if there was something. */
  maintain: (look: 'always' | 'if-any') => Promise<void>;
  log: { warn: (message: string) => void };
}
