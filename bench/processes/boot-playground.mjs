import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Boots it in this process, with the plugin as it is built. */
export function bootPlayground() {
  const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
  const appDir = fileURLToPath(new URL('../../playground', import.meta.url));
  return createStrapi({ appDir, distDir: appDir, serveAdminPanel: false }).load();
}
