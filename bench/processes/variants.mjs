import { createHome } from '../workspace.mjs';
import { startChild } from './child.mjs';

/**
 * Starts the playground with a database of its own; `plugin` is our configuration, or false. On a
 * SQLite file, unless `databaseEnvironment` names another database.
 */
export async function startStrapi(
  start,
  { plugin, file = './strapi.mjs', databaseEnvironment = {} },
) {
  const { database, publicFolder } = createHome();
  const child = start(
    startChild(file, {
      environment: {
        // In production the plugin refuses the loopback addresses that the receivers listen at.
        NODE_ENV: 'development',
        STRAPI_TELEMETRY_DISABLED: 'true',
        LOG_LEVEL: 'error',
        STARTUP_LOG: 'false',
        DATABASE_CLIENT: 'sqlite',
        DATABASE_FILENAME: database,
        ...databaseEnvironment,
        PUBLIC_DIR: publicFolder,
        PLAYGROUND_PLUGIN: plugin ? 'on' : 'off',
        DOCUMENT_WEBHOOKS_CONFIG: JSON.stringify(plugin || {}),
      },
    }),
  );
  await child.call('boot');
  return child;
}

/** Answers so many milliseconds after a request; never, where `delayMs` is null. */
export async function startReceiver(start, { delayMs }) {
  const child = start(startChild('./receiver.mjs'));
  const url = await child.call('listen', { delayMs });
  return { ...child, url };
}
