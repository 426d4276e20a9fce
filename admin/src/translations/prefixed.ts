import { PLUGIN_ID } from '../../../server/src/plugin-id';

/** Puts the plugin's id before every key, as Strapi keeps all plugins' messages in one table. */
export function prefixed(messages: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [`${PLUGIN_ID}.${key}`, message]),
  );
}
