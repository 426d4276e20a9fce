import type { PluginConfig } from '../../config';
import type { takeMoments } from '../../outbox/flow-control/rate-limit';
import type { Round } from '../worker/poller';

/**
 * Decides when instances look for due deliveries, and gives out the moments of a rate limit. The outbox is
 * the truth: a look may come for nothing, and what is not announced is found all the same, only later.
 */
export interface Engine {
  /** Begins to look, where the relay is enabled, and to announce. Rejects when it cannot. */
  start(): Promise<void>;
  /** Looks no more. */
  rest(): Promise<void>;
  /** Announces no more. */
  stop(): Promise<void>;
  /** Something is due of these webhooks, or of some that the caller does not know. */
  announce(webhookIds?: string[]): void;
  /** Something of this webhook will be due. */
  announceIn(webhookId: string, delayMs: number): void;
  takeMoments: typeof takeMoments;
}

export interface EngineParts {
  config: PluginConfig;
  /** Looks soon at all that is due. */
  lookSoon: () => void;
  /** Looks now, at these webhooks alone or at all. */
  look: (webhookIds?: string[]) => Promise<Round>;
  /** Returns what dead instances held; looks in any case, or only if there was something. */
  sweep: (look: 'always' | 'if-any') => Promise<void>;
  log: { warn: (message: string) => void };
}
