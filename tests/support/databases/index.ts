import { randomBytes } from 'node:crypto';

import type { DatabaseServer } from './database-server';
import { templateName } from './template';

/** Each with its driver, which is loaded only where it is used. */
const SERVERS = {
  sqlite: async (): Promise<DatabaseServer> => (await import('./sqlite')).sqlite,
  postgres: async (): Promise<DatabaseServer> => (await import('./postgres')).postgres,
  mysql: async (): Promise<DatabaseServer> => (await import('./mysql')).mysql,
};

export type DatabaseKind = keyof typeof SERVERS;

/** What the tests run on: `TEST_DATABASE`. */
export const databaseKind = kindOf(process.env['TEST_DATABASE'] ?? 'sqlite');

/** A database as after an app's first boot. */
export interface TestDatabase {
  environment: Record<string, string>;
  drop(): Promise<void>;
}

/** Makes a database for one boot. `bootOn` boots an app on an empty database, and stops it. */
export async function createDatabase(
  bootOn: (environment: Record<string, string>) => Promise<void>,
): Promise<TestDatabase> {
  const server = await SERVERS[databaseKind]();
  const template = templateName();
  const name = `document_webhooks_test_${randomBytes(6).toString('hex')}`;
  await server.makeOnce(template, (draft) => bootOn(server.environment(draft)));
  await server.copy(template, name);
  return { environment: server.environment(name), drop: () => server.drop(name) };
}

function kindOf(name: string): DatabaseKind {
  if (name in SERVERS) return name as DatabaseKind;
  throw new Error(`TEST_DATABASE is ${name}, not one of ${Object.keys(SERVERS).join(', ')}`);
}
