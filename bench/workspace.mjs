import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { nowMs } from './clock.mjs';

/** Beside the bench and not in the system's temporary folder, where an fsync may cost nothing. */
const folder = fileURLToPath(new URL(`.tmp/${process.pid}`, import.meta.url));

/** A folder of this run's own, gone when it ends. */
export function createWorkspace() {
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => process.exit(1));
  }
}

/** A folder for one Strapi: its database file, and the uploads folder that it insists on. */
export function createHome() {
  const home = mkdtempSync(join(folder, 'strapi-'));
  mkdirSync(join(home, 'public/uploads'), { recursive: true });
  return { database: join(home, 'data.db'), publicFolder: join(home, 'public') };
}

/** Milliseconds of each of some small appends with an fsync: what a commit waits for at least. */
export function timeFsyncs(count = 50) {
  const file = openSync(join(folder, 'fsync'), 'w');
  const page = Buffer.alloc(4_096);
  const durations = Array.from({ length: count }, () => {
    const startedAt = nowMs();
    writeSync(file, page);
    fsyncSync(file);
    return nowMs() - startedAt;
  });
  closeSync(file);
  return durations;
}
