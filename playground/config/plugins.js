const path = require('node:path');

// An absolute folder, because '..' does not reach the repository's root: Strapi first tries
// require.resolve('..') from inside @strapi/core, and finds a file of its own there.
const pluginRoot = path.resolve(__dirname, '../..');

const documentWebhooks = (env) => ({
  enabled: env('PLAYGROUND_PLUGIN', 'on') !== 'off',
  resolve: env('PLAYGROUND_PLUGIN_ROOT', pluginRoot),
  config: env.json('DOCUMENT_WEBHOOKS_CONFIG', {}),
});

// Not a dependency of the playground, which shows the seed's case: tests switch it on.
const graphql = (env) =>
  env('PLAYGROUND_GRAPHQL', 'off') === 'on'
    ? {
        graphql: {
          enabled: true,
          resolve: path.dirname(require.resolve('@strapi/plugin-graphql/package.json')),
        },
      }
    : {};

module.exports = ({ env }) => ({
  ...graphql(env),
  'document-webhooks': documentWebhooks(env),
  'users-permissions': {
    config: {
      jwtSecret: env('JWT_SECRET', 'playground-only-jwt-secret'),
    },
  },
});
