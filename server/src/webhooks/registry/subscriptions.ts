import type { CompiledWebhook } from '../compiled/compiled-webhook';

/** The subscriptions of all webhooks at one moment. */
export interface Subscriptions {
  /**
   * Enabled and paused webhooks subscribed to this event of this type. With `uid` null: all
   * webhooks subscribed to the event.
   */
  wanting(uid: string | null, event: string): readonly CompiledWebhook[];
  /** Webhooks subscribed to any of the events. Returns the same array for the same arguments. */
  wantingAny(uid: string, events: readonly string[]): readonly CompiledWebhook[];
  /** True if any webhook watches this type. */
  watches(uid: string): boolean;
}

const NONE: readonly CompiledWebhook[] = [];

export function indexSubscriptions(webhooks: Iterable<CompiledWebhook>): Subscriptions {
  const bySubscription = new Map<string, CompiledWebhook[]>();
  const byAnyOf = new Map<string, readonly CompiledWebhook[]>();
  const watched = new Set<string>();
  for (const webhook of webhooks) {
    if (webhook.state !== 'disabled') subscribe(webhook);
  }

  function subscribe(webhook: CompiledWebhook): void {
    for (const uid of webhook.contentTypes) watched.add(uid);
    for (const uid of [null, ...webhook.contentTypes]) {
      for (const event of webhook.events) {
        const key = subscription(uid, event);
        bySubscription.set(key, [...(bySubscription.get(key) ?? []), webhook]);
      }
    }
  }

  return {
    wanting: (uid, event) => bySubscription.get(subscription(uid, event)) ?? NONE,
    wantingAny(uid, events) {
      const key = subscription(uid, events.join());
      const known = byAnyOf.get(key);
      if (known) return known;
      const lists = events.flatMap((event) => bySubscription.get(subscription(uid, event)) ?? []);
      const wanting = lists.length === 0 ? NONE : [...new Set(lists)];
      byAnyOf.set(key, wanting);
      return wanting;
    },
    watches: (uid) => watched.has(uid),
  };
}

function subscription(uid: string | null, event: string): string {
  return `${uid ?? ''} ${event}`;
}
