import type { PluginConfig } from '../../server/src/config';
import { createRelay, type Relay } from '../../server/src/relay/relay';
import { createHttpSender } from '../../server/src/relay/http/http-sender';
import { containerOf } from '../../server/src/container';
import { changeState } from '../../server/src/webhooks/stored/change-state';
import type { App } from './boot-strapi';

let created = 0;

export interface SecondRelay extends Relay {
  /** As its leases name it. */
  owner: string;
}

/** Another instance's relay over the same database, as far as one process can tell. */
export function createSecondRelay(
  app: App,
  settings: Partial<PluginConfig['relay']> = {},
): SecondRelay {
  created += 1;
  const { config, registry, redact, evaluator } = containerOf(app.strapi);
  const owner = `relay-${String(created)}`;
  const sender = createHttpSender(config.network);
  const relay = createRelay({
    connection: app.strapi.db.connection,
    registry,
    config: { ...config, relay: { ...config.relay, enabled: true, ...settings } },
    send: sender.send,
    evaluate: evaluator.forRelay,
    redact,
    owner,
    now: Date.now,
    random: Math.random,
    log: app.strapi.log,
    changeState: (change) => changeState(app.strapi, registry, change),
  });
  return {
    ...relay,
    owner,
    async stop() {
      await relay.stop();
      await sender.close();
    },
  };
}
