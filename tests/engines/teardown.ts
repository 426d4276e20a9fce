import type { RedisServer } from '../support/redis-server';

export default async function teardown(): Promise<void> {
  const { testRedisServer } = globalThis as { testRedisServer?: RedisServer };
  await testRedisServer?.stop();
}
