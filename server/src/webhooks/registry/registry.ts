import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../../config';
import type { WebhookState } from '../../contracts/webhook-choices';
import { logOf } from '../../log';
import { typesOfContentTypes } from '../../schema/value-types';
import type { Cipher } from '../../secrets/cipher';
import { createPace } from '../pace';
import { cacheWebhook, type CachedWebhook } from '../compiled/kept-webhook';
import { readWebhooks } from './read-webhooks';
import { subscriptionsOf, type Subscriptions } from './subscriptions';
import type { CompiledWebhook } from '../compiled/compiled-webhook';

/** The webhooks in force, in memory: asking costs a map lookup. */
export interface WebhookRegistry {
  /** Which of them want what: whoever asks more than once about one write keeps the answer. */
  subscriptions(): Subscriptions;
  /** Any webhook that compiles; a disabled one is compiled now, where it is not yet. */
  get(documentId: string): CompiledWebhook | undefined;
  /** Of any webhook that is stored; undefined of a deleted one. */
  stateOf(documentId: string): WebhookState | undefined;
  /** Why a webhook is left out: a rule of it does not compile; null where it is not. */
  ruleProblemOf(documentId: string): string | null;
  /** Enabled and paused webhooks that compile. */
  inForce(): CompiledWebhook[];
  /** What any of them is subscribed to, disabled ones too. */
  events(): string[];
  /** Texts in which any of their secrets would show. */
  masks(): readonly string[];
  /** Reads them all again, and compiles those that changed. */
  refresh(): Promise<void>;
}

/**
 * A refresh compiles only what changed since the one before. A disabled webhook is compiled when somebody asks
 * for it, as a preview does: what it costs holds up neither the boot nor a save of another webhook.
 */
export function createRegistry(
  strapi: Core.Strapi,
  config: PluginConfig,
  cipher: Cipher,
): WebhookRegistry {
  let byId = new Map<string, CachedWebhook>();
  let subscriptions = subscriptionsOf([]);
  let latest = Promise.resolve();
  const pace = createPace();
  const typesOf = (uids: readonly string[]) => typesOfContentTypes(strapi, uids);
  const options = { config, onProblem, typesOf };

  // Bound to the context of the boot: a refresh must not join the transaction of whoever asks for it.
  const load = AsyncResource.bind(async () => {
    const { entries, revealed } = await readWebhooks(strapi, cipher);
    const now = entries.map((entry) => {
      const id = entry.documentId;
      return [id, cacheWebhook({ entry, revealed: revealed(id) }, options, byId.get(id))] as const;
    });
    for (const [id, kept] of now) await compileNow(kept, byId.get(id));
    byId = new Map(now);
    subscriptions = subscriptionsOf(inForce());
  });

  /** An import may bring many at once. */
  async function compileNow(kept: CachedWebhook, before: CachedWebhook | undefined): Promise<void> {
    if (kept === before || kept.state === 'disabled') return;
    await pace(kept.compiled, { party: 'registry' });
  }

  /** What this configuration or this version cannot compile must not keep the others from working. */
  function onProblem(name: string, problem: string): void {
    logOf(strapi).error(`Document Webhooks: webhook "${name}" is left out: ${problem}`);
  }

  function inForce(): CompiledWebhook[] {
    return [...byId.values()].flatMap((kept) =>
      kept.state === 'disabled' ? [] : (kept.compiled().webhook ?? []),
    );
  }

  return {
    subscriptions: () => subscriptions,
    get: (documentId) => byId.get(documentId)?.compiled().webhook ?? undefined,
    stateOf: (documentId) => byId.get(documentId)?.state,
    ruleProblemOf: (documentId) => byId.get(documentId)?.compiled().problem ?? null,
    inForce,
    events: () => [...byId.values()].flatMap(({ events }) => events),
    masks: () => [...byId.values()].flatMap(({ masks }) => masks),
    refresh() {
      latest = latest.then(load, load);
      return latest;
    },
  };
}
