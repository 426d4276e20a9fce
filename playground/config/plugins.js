const path = require('node:path');

// An absolute folder, because '..' does not reach the repository's root: Strapi first tries
// require.resolve('..') from inside @strapi/core, and finds a file of its own there.
const pluginRoot = path.resolve(__dirname, '../..');

const documentWebhooks = (env) => ({
  enabled: env('PLAYGROUND_PLUGIN', 'on') !== 'off',
  resolve: env('PLAYGROUND_PLUGIN_ROOT', pluginRoot),
  config: env.json('DOCUMENT_WEBHOOKS_CONFIG', {}),
});

module.exports = ({ env }) => ({
  'document-webhooks': documentWebhooks(env),
  'users-permissions': {
    config: {
      jwtSecret: env('JWT_SECRET', 'playground-only-jwt-secret'),
    },
  },
});
