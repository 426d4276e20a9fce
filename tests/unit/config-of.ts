import type { Core } from '@strapi/strapi';

import { readConfig, type NetworkConfig, type PluginConfig } from '../../server/src/config';

/** The configuration in production, with what a test sets of the network. */
export function config(
  network: Partial<NetworkConfig> = {},
  environment = 'production',
): PluginConfig {
  const values: Record<string, unknown> = { environment, 'plugin::document-webhooks': { network } };
  return readConfig({ config: { get: (key: string) => values[key] } } as unknown as Core.Strapi);
}
