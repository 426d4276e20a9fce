import { createBullmqEngine } from './bullmq';
import { createDatabaseEngine } from './database';
import type { Engine, EngineParts } from './engine';

export function createEngine(parts: EngineParts): Engine {
  const { engine, redis } = parts.config;
  if (engine === 'bullmq' && redis) return createBullmqEngine(parts, redis);
  return createDatabaseEngine(parts);
}
