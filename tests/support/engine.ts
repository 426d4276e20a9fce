import { randomUUID } from 'node:crypto';

export type EngineName = 'database' | 'bullmq';

/** The configuration of an engine; keys in Redis are shared by whoever is given the same one. */
export function configOf(engine: EngineName): Record<string, unknown> {
  if (engine === 'database') return { engine };
  const url = process.env['TEST_REDIS_URL'];
  return { engine, redis: { url, prefix: `test-${randomUUID()}` } };
}

/** What `TEST_ENGINE` asks for. */
export function configUnderTest(): Record<string, unknown> {
  return process.env['TEST_ENGINE'] === 'bullmq' ? configOf('bullmq') : {};
}
