module.exports = ({ env }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', ''),
  app: {
    keys: env.array('APP_KEYS', ['playground-only-app-key-1', 'playground-only-app-key-2']),
  },
  dirs: {
    public: env('PUBLIC_DIR', './public'),
  },
  logger: {
    config: { level: env('LOG_LEVEL', 'http') },
    startup: { enabled: env.bool('STARTUP_LOG', true) },
    updates: { enabled: false },
  },
});
