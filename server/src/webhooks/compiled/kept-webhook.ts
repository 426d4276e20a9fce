import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { WebhookState } from '../../contracts/webhook-choices';
import { errorMessage } from '../../expressions/expression-error';
import type { TypesOf } from '../../schema/value-types';
import type { DecryptedSecrets } from '../../secrets/reveal';
import { resolveSecrets } from './resolved-secrets';
import { webhookOf, type WebhookEntry } from '../stored/stored-webhook';
import { compileWebhook, type CompiledWebhook } from './compiled-webhook';

/** A stored webhook, compiled when somebody first asks for it. */
export interface CachedWebhook {
  /** All that it is made of, as text. */
  source: string;
  state: WebhookState;
  events: string[];
  /** Texts in which its secrets would show. */
  masks: readonly string[];
  /** One of the two is null. */
  compiled: () => { webhook: CompiledWebhook | null; problem: string | null };
}

interface Row {
  entry: WebhookEntry;
  revealed: DecryptedSecrets;
}

interface KeepOptions {
  config: PluginConfig;
  onProblem: (name: string, problem: string) => void;
  /** Of content types by their UIDs. */
  typesOf: (uids: readonly string[]) => TypesOf;
}

/** The one that was kept before, where nothing of it changed. */
export function cacheWebhook(
  row: Row,
  options: KeepOptions,
  before?: CachedWebhook,
): CachedWebhook {
  const source = sourceOf(row);
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

function sourceOf({ entry, revealed }: Row): string {
  return JSON.stringify([entry, [...revealed.headers], revealed.signing]);
}

/** Somebody may have written anything past the schema: then it does not compile. */
function read({ entry, revealed }: Row, { config, typesOf }: KeepOptions) {
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
