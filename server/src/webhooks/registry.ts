import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import { LEASE_MARGIN_MS, type PluginConfig } from '../config';
import type { WebhookState } from '../contracts/webhook-choices';
import { messageOf } from '../expressions/expression-error';
import type { Cipher } from '../secrets/cipher';
import type { Revealed } from '../secrets/reveal';
import { readWebhooks } from './read-webhooks';
import { secretsInForce } from './secrets-in-force';
import { subscriptionsOf, type Subscriptions } from './subscriptions';
import { webhookOf, type WebhookEntry } from './webhook-entry';
import { inForce, type WebhookInForce } from './webhook-in-force';

/** The webhooks in force, in memory: asking costs a map lookup. */
export interface WebhookRegistry {
  /** Which of them want what: whoever asks more than once about one write keeps the answer. */
  subscriptions(): Subscriptions;
  /** Any webhook that compiles, disabled ones too. */
  get(documentId: string): WebhookInForce | undefined;
  /** Of any webhook that is stored; undefined of a deleted one. */
  stateOf(documentId: string): WebhookState | undefined;
  /** Why a webhook is left out: a rule of it does not compile; null where it is not. */
  ruleProblemOf(documentId: string): string | null;
  /** All of them that compile, disabled ones too. */
  all(): WebhookInForce[];
  /** Texts in which any of their secrets would show. */
  masks(): readonly string[];
  /** Reads them all anew. */
  refresh(): Promise<void>;
}

interface LeftOut {
  state: WebhookState;
  problem: string;
}

export function createRegistry(
  strapi: Core.Strapi,
  config: PluginConfig,
  cipher: Cipher,
): WebhookRegistry {
  let byId = new Map<string, WebhookInForce>();
  let leftOut = new Map<string, LeftOut>();
  let subscriptions = subscriptionsOf([]);
  let latest = Promise.resolve();
  const longestTimeoutMs = config.relay.leaseMs - LEASE_MARGIN_MS;

  // Bound to the context of the boot: a refresh must not join the transaction of whoever asks for it.
  const load = AsyncResource.bind(async () => {
    const { entries, revealed } = await readWebhooks(strapi, cipher);
    const compiled = new Map<string, WebhookInForce>();
    const failed = new Map<string, LeftOut>();
    for (const entry of entries) {
      const webhook = compile(entry, revealed(entry.documentId));
      if ('problem' in webhook) failed.set(entry.documentId, webhook);
      else compiled.set(entry.documentId, webhook);
    }
    [byId, leftOut, subscriptions] = [compiled, failed, subscriptionsOf(compiled.values())];
  });

  /** What this configuration or this version cannot compile must not keep the others from working. */
  function compile(entry: WebhookEntry, revealed: Revealed): WebhookInForce | LeftOut {
    try {
      const stored = webhookOf(entry, config);
      const secrets = secretsInForce(stored, revealed);
      return inForce(stored, config, { longestTimeoutMs, secrets });
    } catch (error) {
      const problem = messageOf(error);
      strapi.log.error(`Document Webhooks: webhook "${entry.name}" is left out: ${problem}`);
      return { state: entry.state, problem };
    }
  }

  return {
    subscriptions: () => subscriptions,
    get: (documentId) => byId.get(documentId),
    stateOf: (documentId) => (byId.get(documentId) ?? leftOut.get(documentId))?.state,
    ruleProblemOf: (documentId) => leftOut.get(documentId)?.problem ?? null,
    all: () => [...byId.values()],
    masks: () => [...byId.values()].flatMap(({ masks }) => masks),
    refresh() {
      latest = latest.then(load, load);
      return latest;
    },
  };
}
