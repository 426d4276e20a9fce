import { LEASE_MARGIN_MS, type PluginConfig } from '../../config';
import type { WebhookState } from '../../contracts/webhook-choices';
import { messageOf } from '../../expressions/expression-error';
import type { TypesOf } from '../../schema/value-types';
import type { Revealed } from '../../secrets/reveal';
import { secretsInForce } from './resolved-secrets';
import { webhookOf, type WebhookEntry } from '../stored/stored-webhook';
import { inForce, type WebhookInForce } from './compiled-webhook';

/** A stored webhook, compiled when somebody first asks for it. */
export interface KeptWebhook {
  /** All that it is made of, as text. */
  source: string;
  state: WebhookState;
  events: string[];
  /** Texts in which its secrets would show. */
  masks: readonly string[];
  /** One of the two is null. */
  compiled: () => { webhook: WebhookInForce | null; problem: string | null };
}

interface Row {
  entry: WebhookEntry;
  revealed: Revealed;
}

interface KeepOptions {
  config: PluginConfig;
  onProblem: (name: string, problem: string) => void;
  /** Of content types by their UIDs. */
  typesOf: (uids: readonly string[]) => TypesOf;
}

/** The one that was kept before, where nothing of it changed. */
export function keepWebhook(row: Row, options: KeepOptions, before?: KeptWebhook): KeptWebhook {
  const source = sourceOf(row);
  if (before?.source === source) return before;
  const { entry } = row;
  const { events, masks, compile } = read(row, options);
  let compiled: ReturnType<KeptWebhook['compiled']> | undefined;
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
        compiled = { webhook: null, problem: messageOf(error) };
        options.onProblem(entry.name, messageOf(error));
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
    const secrets = secretsInForce(stored, revealed);
    const longestTimeoutMs = config.relay.leaseMs - LEASE_MARGIN_MS;
    return {
      events: stored.events,
      masks: secrets.masks,
      compile: () =>
        inForce(stored, config, {
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
