import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import { LEASE_MARGIN_MS, type PluginConfig } from '../config';
import type { Cipher } from '../secrets/cipher';
import type { Revealed } from '../secrets/reveal';
import { readWebhooks } from './read-webhooks';
import { secretsInForce } from './secrets-in-force';
import { webhookOf, type WebhookEntry } from './webhook-entry';
import { inForce, type WebhookInForce } from './webhook-in-force';

/** The webhooks in force, in memory: asking costs a map lookup. */
export interface WebhookRegistry {
  /** Enabled and paused webhooks that want this event of this type; of no type: all that name it. */
  wanting(uid: string | null, event: string): readonly WebhookInForce[];
  /** Those that want one of the events: the same list each time, until webhooks change. */
  wantingAny(uid: string, events: readonly string[]): readonly WebhookInForce[];
  /** Whether any of them wants anything of this type. */
  watches(uid: string): boolean;
  /** Any webhook, disabled ones too. */
  get(documentId: string): WebhookInForce | undefined;
  /** All of them, disabled ones too. */
  all(): WebhookInForce[];
  /** Texts in which any of their secrets would show. */
  masks(): readonly string[];
  /** Reads them all anew. */
  refresh(): Promise<void>;
}

interface Index {
  byId: Map<string, WebhookInForce>;
  bySubscription: Map<string, WebhookInForce[]>;
  byAnyOf: Map<string, readonly WebhookInForce[]>;
  watched: Set<string>;
}

const NONE: readonly WebhookInForce[] = [];

export function createRegistry(
  strapi: Core.Strapi,
  config: PluginConfig,
  cipher: Cipher,
): WebhookRegistry {
  let index = emptyIndex();
  let latest = Promise.resolve();
  const longestTimeoutMs = config.relay.leaseMs - LEASE_MARGIN_MS;

  // Bound to the context of the boot: a refresh must not join the transaction of whoever asks for it.
  const load = AsyncResource.bind(async () => {
    const { entries, revealed } = await readWebhooks(strapi, cipher);
    index = indexOf(entries.flatMap((entry) => compile(entry, revealed(entry.documentId))));
  });

  /** A row that somebody wrote past the schema must not keep the others from working. */
  function compile(entry: WebhookEntry, revealed: Revealed): WebhookInForce[] {
    try {
      const stored = webhookOf(entry, config);
      const secrets = secretsInForce(stored, revealed);
      return [inForce(stored, config, { longestTimeoutMs, secrets })];
    } catch (error) {
      strapi.log.error(`Document Webhooks: webhook "${entry.name}" is left out: ${String(error)}`);
      return [];
    }
  }

  return {
    wanting: (uid, event) => index.bySubscription.get(subscription(uid, event)) ?? NONE,
    wantingAny(uid, events) {
      const key = subscription(uid, events.join());
      const known = index.byAnyOf.get(key);
      if (known) return known;
      const { bySubscription, byAnyOf } = index;
      const lists = events.flatMap((event) => bySubscription.get(subscription(uid, event)) ?? []);
      const wanting = lists.length === 0 ? NONE : [...new Set(lists)];
      byAnyOf.set(key, wanting);
      return wanting;
    },
    watches: (uid) => index.watched.has(uid),
    get: (documentId) => index.byId.get(documentId),
    all: () => [...index.byId.values()],
    masks: () => [...index.byId.values()].flatMap(({ masks }) => masks),
    refresh() {
      latest = latest.then(load, load);
      return latest;
    },
  };
}

function emptyIndex(): Index {
  return { byId: new Map(), bySubscription: new Map(), byAnyOf: new Map(), watched: new Set() };
}

function indexOf(webhooks: WebhookInForce[]): Index {
  const index = emptyIndex();
  for (const webhook of webhooks) {
    index.byId.set(webhook.documentId, webhook);
    if (webhook.state !== 'disabled') subscribe(index, webhook);
  }
  return index;
}

function subscribe({ bySubscription, watched }: Index, webhook: WebhookInForce): void {
  for (const uid of webhook.contentTypes) watched.add(uid);
  for (const uid of [null, ...webhook.contentTypes]) {
    for (const event of webhook.events) {
      const key = subscription(uid, event);
      bySubscription.set(key, [...(bySubscription.get(key) ?? []), webhook]);
    }
  }
}

function subscription(uid: string | null, event: string): string {
  return `${uid ?? ''} ${event}`;
}
