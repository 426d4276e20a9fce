import { databaseKind } from '../database-server.mjs';
import { measureBacklog } from './backlog.mjs';
import { measureClaims } from './claims.mjs';
import { measureUnrelatedWebhooks } from './unrelated-webhooks.mjs';

/** What much history, a large backlog and many webhooks cost. */
export async function measureScale({ claims, backlog, unrelated }) {
  await measureClaims(claims);
  // Of these, nothing depends on the database.
  if (databaseKind !== 'sqlite') return;
  await measureBacklog(backlog);
  await measureUnrelatedWebhooks(unrelated);
}
