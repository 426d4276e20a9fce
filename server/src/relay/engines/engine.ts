/** Decides when instances look for due deliveries. The outbox is the truth: a look may come for nothing. */
export interface Engine {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Deliveries to these webhooks have become due just now. */
  announce(webhookIds: string[]): void;
}

export interface EngineParts {
  pollIntervalMs: number;
  /** Looks soon at what is due. */
  look: () => void;
  /** Returns what dead instances held, then looks. */
  sweep: () => Promise<void>;
}
