import type { PluginConfig } from '../../config';
import type { reservePermits } from '../../outbox/flow-control/rate-limit';
import type { PollResult } from '../worker/poller';

/**
 * Decides when instances poll for due deliveries, and reserves permits of rate limits. The outbox is the
 * truth: a poll may find nothing, and deliveries without a wake-up are found by a later poll.
 */
export interface Engine {
  /** Starts polling (if the relay is enabled) and sending wake-ups. Rejects if it cannot. */
  start(): Promise<void>;
  /** Stops polling. */
  pause(): Promise<void>;
  /** Stops sending wake-ups. */
  close(): Promise<void>;
  /** Wakes the relay for these webhooks, or for all if the webhooks are not known. */
  wake(webhookIds?: string[]): void;
  /** Wakes the relay for a webhook after `delayMs`. */
  wakeIn(webhookId: string, delayMs: number): void;
  reservePermits: typeof reservePermits;
}

export interface EngineParts {
  config: PluginConfig;
  /** Schedules a poll of all webhooks. */
  pollSoon: () => void;
  /** Polls now, for these webhooks or for all. */
  poll: (webhookIds?: string[]) => Promise<PollResult>;
  /** Reclaims expired leases, and polls always or only if there were any. */
  maintain: (poll: 'always' | 'if-any') => Promise<void>;
  log: { warn: (message: string) => void };
}
