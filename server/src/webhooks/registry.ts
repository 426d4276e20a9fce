import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import { LEASE_MARGIN_MS, type PluginConfig } from '../config';
import type { WebhookState } from '../contracts/webhook-choices';
import { messageOf } from '../expressions/expression-error';
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
  /** Any webhook that compiles, disabled ones too. */
  get(documentId: string): WebhookInForce | undefined;
  /** Of any webhook that is stored; undefined of a deleted one. */
  stateOf(documentId: string): WebhookState | undefined;
  /** Why a webhook is left out: a rule of it does not compile; null where it is not. */
  ruleProblemOf(documentId: string): string | null;
  /** All of them, disabled ones too. */
  all(): WebhookInForce[];
  /** Texts in which any of their secrets would show. */
  masks(): readonly string[];
  /** Reads them all anew. */
  refresh(): Promise<void>;
}

interface Index {
  byId: Map<string, WebhookInForce>;
  leftOut: Map<string, LeftOut>;
  bySubscription: Map<string, WebhookInForce[]>;
  byAnyOf: Map<string, readonly WebhookInForce[]>;
  watched: Set<string>;
}

interface LeftOut {
  state: WebhookState;
  problem: string;
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
    const read = emptyIndex();
    for (const entry of entries) add(read, entry, revealed(entry.documentId));
    index = read;
  });

  /** What this configuration or this version cannot compile must not keep the others from working. */
  function add(to: Index, entry: WebhookEntry, revealed: Revealed): void {
    try {
      const stored = webhookOf(entry, config);
      const secrets = secretsInForce(stored, revealed);
      const webhook = inForce(stored, config, { longestTimeoutMs, secrets });
      to.byId.set(webhook.documentId, webhook);
      if (webhook.state !== 'disabled') subscribe(to, webhook);
    } catch (error) {
      const problem = messageOf(error);
      to.leftOut.set(entry.documentId, { state: entry.state, problem });
      strapi.log.error(`Document Webhooks: webhook "${entry.name}" is left out: ${problem}`);
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
    stateOf(documentId) {
      const { byId, leftOut } = index;
      return (byId.get(documentId) ?? leftOut.get(documentId))?.state;
    },
    ruleProblemOf: (documentId) => index.leftOut.get(documentId)?.problem ?? null,
    all: () => [...index.byId.values()],
    masks: () => [...index.byId.values()].flatMap(({ masks }) => masks),
    refresh() {
      latest = latest.then(load, load);
      return latest;
    },
  };
}

function emptyIndex(): Index {
  return {
    byId: new Map(),
    leftOut: new Map(),
    bySubscription: new Map(),
    byAnyOf: new Map(),
    watched: new Set(),
  };
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
