import { bootStrapi, createTestDatabase, type App } from './boot-strapi';
import type { TestDatabase } from './databases';
import { startReceiver, type Receiver } from './receiver';

export interface Restarts {
  receiver: Receiver;
  /** A Strapi on the database of the one before. On SQLite, that one must have stopped. */
  boot(env?: Record<string, string>): Promise<App>;
  /** The variables that lead another process to the database. */
  environment(): Record<string, string>;
}

/** For tests that boot more than once on one database, beside a receiver that stays. */
export function useRestarts({ config = {} }: { config?: Record<string, unknown> } = {}): Restarts {
  jest.setTimeout(180_000);
  let database: TestDatabase;
  const restarts = {
    boot: (env = {}) => bootStrapi({ database, env, config }),
    environment: () => database.environment,
  } as Restarts;

  beforeAll(async () => {
    database = await createTestDatabase();
    restarts.receiver = await startReceiver();
  }, 240_000);
  afterAll(async () => {
    await restarts.receiver.close();
    await database.drop();
  });
  return restarts;
}
