import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { bootStrapi, type App } from './boot-strapi';
import { startReceiver, type Receiver } from './receiver';

export interface Restarts {
  receiver: Receiver;
  /** A Strapi on the database of the one before, which must have stopped. */
  boot(): Promise<App>;
}

/** For tests that boot more than once on one SQLite file, beside a receiver that stays. */
export function useRestarts({ config = {} }: { config?: Record<string, unknown> } = {}): Restarts {
  jest.setTimeout(180_000);
  let folder: string;
  const restarts = {
    boot() {
      const DATABASE_FILENAME = path.join(folder, 'data.db');
      return bootStrapi({ env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME }, config });
    },
  } as Restarts;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'document-webhooks-restarts-'));
    restarts.receiver = await startReceiver();
  });
  afterAll(async () => {
    await restarts.receiver.close();
    await rm(folder, { recursive: true, force: true });
  });
  return restarts;
}
