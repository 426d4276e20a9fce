import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { WebhookState } from '../../contracts/webhook-choices';
import { errorMessage } from '../../expressions/expression-error';
import type { TypesOf } from '../../schema/value-types';
import type { DecryptedSecrets } from '../../secrets/reveal';
import { resolveSecrets } from './resolved-secrets';
import { webhookOf, type WebhookEntry } from '../stored/stored-webhook';
import { compileWebhook, type CompiledWebhook } from './compiled-webhook';

/** A stored webhook, compiled on first use. */
export interface CachedWebhook {
  /** The JSON text of everything it is compiled from. */
  source: string;
  state: WebhookState;
  events: string[];
  /** Spellings of its secrets, for masking. */
  masks: readonly string[];
  /** Exactly one of the two is null. */
  compiled: () => { webhook: CompiledWebhook | null; problem: string | null };
}

interface Row {
  entry: WebhookEntry;
  revealed: DecryptedSecrets;
}

interface CacheOptions {
  config: PluginConfig;
  onProblem: (name: string, problem: string) => void;
  /** The types of content types, by UIDs. */
  typesOf: (uids: readonly string[]) => TypesOf;
}

/** Returns the cached webhook if nothing changed. */
export function cacheWebhook(
  row: Row,
  options: CacheOptions,
  before?: CachedWebhook,
): CachedWebhook {
  const source = toSource(row);
  if (before?.source === source) return before;
  const { entry } = row;
  const { events, masks, compile } = read(row, options);
  let compiled: ReturnType<CachedWebhook['compiled']> | undefined;
  return {
    source,
    state: entry.state,
    events,
    masks,
    compiled() {
      if (compiled) return compiled;
      try {
        compiled = { webhook: compile(), problem: null };
      } catch (error) {
        compiled = { webhook: null, problem: errorMessage(error) };
        options.onProblem(entry.name, errorMessage(error));
      }
      return compiled;
    },
  };
}

function toSource({ entry, revealed }: Row): string {
  return JSON.stringify([entry, [...revealed.headers], revealed.signing]);
}

/** A row written past the schema can contain anything; it then fails to compile. */
function read({ entry, revealed }: Row, { config, typesOf }: CacheOptions) {
  try {
    const stored = webhookOf(entry, config);
    const secrets = resolveSecrets(stored, revealed);
    const longestTimeoutMs = config.relay.leaseMs - LEASE_MARGIN_MS;
    return {
      events: stored.events,
      masks: secrets.masks,
      compile: () =>
        compileWebhook(stored, config, {
          longestTimeoutMs,
          secrets,
          typesOf: typesOf(stored.contentTypes),
        }),
    };
  } catch (error) {
    return {
      events: [],
      masks: [],
      compile: () => {
        throw error;
      },
    };
  }
}
