const path = require('node:path');

const appRoot = path.resolve(__dirname, '..');

const ssl = (env) =>
  env.bool('DATABASE_SSL', false) && {
    rejectUnauthorized: env.bool('DATABASE_SSL_REJECT_UNAUTHORIZED', true),
  };

const pool = (env) => ({
  min: env.int('DATABASE_POOL_MIN', 2),
  max: env.int('DATABASE_POOL_MAX', 10),
});

const server = (env, port) => ({
  host: env('DATABASE_HOST', '127.0.0.1'),
  port: env.int('DATABASE_PORT', port),
  database: env('DATABASE_NAME', 'playground'),
  user: env('DATABASE_USERNAME', 'playground'),
  password: env('DATABASE_PASSWORD', 'playground'),
  ssl: ssl(env),
});

const connections = {
  sqlite: (env) => ({
    connection: {
      filename: path.resolve(appRoot, env('DATABASE_FILENAME', '.tmp/data.db')),
    },
    useNullAsDefault: true,
  }),

  postgres: (env) => ({
    connection: {
      connectionString: env('DATABASE_URL'),
      ...server(env, 5432),
      schema: env('DATABASE_SCHEMA', 'public'),
    },
    pool: pool(env),
  }),

  mysql: (env) => ({
    connection: server(env, 3306),
    pool: pool(env),
  }),
};

module.exports = ({ env }) => {
  const client = env('DATABASE_CLIENT', 'sqlite');

  return {
    connection: {
      client,
      ...connections[client](env),
      acquireConnectionTimeout: env.int('DATABASE_CONNECTION_TIMEOUT', 60000),
    },
  };
};
