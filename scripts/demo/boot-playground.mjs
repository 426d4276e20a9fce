import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

import { fromRoot } from './paths.mjs';

/**
 * Boots the playground and a receiver beside it, and seeds the sample content.
 *
 * `arrivals` emits `request` for each request that the receiver gets.
 */
export async function bootPlayground({ environment, listen }) {
  Object.assign(process.env, environment);

  // Required here, for there may be no node_modules when this file is loaded.
  const require = createRequire(import.meta.url);
  const { createStrapi } = require('@strapi/strapi');
  const { seed } = require('../../playground/seed');
  const { ADMIN_LOGIN } = require('../../playground/seed/admin-user');
  const { startReceiver } = require('../../playground/receiver');

  const appDir = fromRoot('playground');
  const strapi = createStrapi({ appDir, distDir: appDir, serveAdminPanel: listen });
  await strapi.load();
  await seed(strapi);
  if (listen) {
    await strapi.listen();
  }

  const arrivals = new EventEmitter();
  const receiver = await startReceiver({
    onRequest: (request) => arrivals.emit('request', request),
  });

  const close = async () => {
    await strapi.destroy();
    await receiver.close();
  };
  return { strapi, receiver, arrivals, login: ADMIN_LOGIN, close };
}
