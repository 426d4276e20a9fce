import { AsyncResource } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import type { PluginConfig } from '../../config';
import type { WebhookState } from '../../contracts/webhook-choices';
import { logOf } from '../../log';
import { typesOfContentTypes } from '../../schema/value-types';
import type { Cipher } from '../../secrets/cipher';
import { createPace } from '../pace';
import { cacheWebhook, type CachedWebhook } from '../compiled/cached-webhook';
import { readWebhooks } from './read-webhooks';
import { indexSubscriptions, type Subscriptions } from './subscriptions';
import type { CompiledWebhook } from '../compiled/compiled-webhook';

/** The active webhooks, in memory: a query costs a map lookup. */
export interface WebhookRegistry {
  /** Subscriptions by type and event. A caller keeps the object for the whole write. */
  subscriptions(): Subscriptions;
  /** Any webhook that compiles. Compiles a disabled webhook on first use. */
  get(documentId: string): CompiledWebhook | undefined;
  /** For any stored webhook; undefined for a deleted one. */
  stateOf(documentId: string): WebhookState | undefined;
  /** The reason a webhook is left out because a rule does not compile; null if it compiles. */
  getRuleProblem(documentId: string): string | null;
  /** Enabled and paused webhooks that compile. */
  inForce(): CompiledWebhook[];
  /** The events that any webhook is subscribed to, including disabled ones. */
  events(): string[];
  /** Spellings of the secrets of all webhooks, for masking. */
  masks(): readonly string[];
  /** Reads all webhooks again, and compiles those that changed. */
  refresh(): Promise<void>;
}

/**
 * A refresh compiles only webhooks that changed since the last refresh. A disabled webhook is compiled on
 * first use, for example by a preview, so that it delays neither the boot nor a save of another webhook.
 */
export function createRegistry(
  strapi: Core.Strapi,
  config: PluginConfig,
  cipher: Cipher,
): WebhookRegistry {
  let byId = new Map<string, CachedWebhook>();
  let subscriptions = indexSubscriptions([]);
  let latest = Promise.resolve();
  const pace = createPace();
  const typesOf = (uids: readonly string[]) => typesOfContentTypes(strapi, uids);
  const options = { config, onProblem, typesOf };

  // Bound to the context of the boot: a refresh must not join the caller's transaction.
  const load = AsyncResource.bind(async () => {
    const { entries, revealed } = await readWebhooks(strapi, cipher);
    const now = entries.map((entry) => {
      const id = entry.documentId;
      return [id, cacheWebhook({ entry, revealed: revealed(id) }, options, byId.get(id))] as const;
    });
    for (const [id, kept] of now) await compileNow(kept, byId.get(id));
    byId = new Map(now);
    subscriptions = indexSubscriptions(inForce());
  });

  /** An import can change many webhooks in one transaction. */
  async function compileNow(kept: CachedWebhook, before: CachedWebhook | undefined): Promise<void> {
    if (kept === before || kept.state === 'disabled') return;
    await pace(kept.compiled, { party: 'registry' });
  }

  /** A webhook that this configuration or version cannot compile must not stop the others. */
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
    getRuleProblem: (documentId) => byId.get(documentId)?.compiled().problem ?? null,
    inForce,
    events: () => [...byId.values()].flatMap(({ events }) => events),
    masks: () => [...byId.values()].flatMap(({ masks }) => masks),
    refresh() {
      latest = latest.then(load, load);
      return latest;
    },
  };
}
