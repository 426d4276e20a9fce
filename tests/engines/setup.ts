import { canStartRedis, startRedisServer } from '../support/redis-server';

/** One Redis for all files, unless `TEST_REDIS_URL` names another. */
export default async function setup(): Promise<void> {
  if (process.env['TEST_REDIS_URL']) return;
  if (!canStartRedis()) {
    console.warn(
      'There is no redis-server on the PATH, and TEST_REDIS_URL is not set: the tests of engine bullmq are SKIPPED.',
    );
    return;
  }
  const server = await startRedisServer();
  process.env['TEST_REDIS_URL'] = server.url;
  Object.assign(globalThis, { testRedisServer: server });
}
