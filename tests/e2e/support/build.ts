import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { run } from './run';

export const ROOT = path.resolve(__dirname, '../../..');
export const PLAYGROUND = path.join(ROOT, 'playground');

/**
 * The browser gets what was bundled: builds the plugin and the playground's admin panel where they
 * are missing or older than what they are made from. Takes a minute or two when it has to.
 */
export async function buildWhatIsStale(): Promise<void> {
  const sources = ['admin/src', 'server/src'].map((folder) => path.join(ROOT, folder));
  const plugin = ['admin/index.mjs', 'server/index.js'].map((file) =>
    path.join(ROOT, 'dist', file),
  );
  const adminPanel = path.join(PLAYGROUND, 'build/index.html');

  if (plugin.some((file) => madeAt(file) < Math.max(...sources.map(changedAt)))) {
    await run('npm', ['run', 'build'], { cwd: ROOT });
  }
  if (madeAt(adminPanel) < Math.max(...plugin.map(madeAt))) {
    await run('npm', ['run', 'build'], { cwd: PLAYGROUND, env: { NODE_ENV: 'production' } });
  }
}

/** 0 for a file that is not there. */
function madeAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

/** When the youngest file of a folder changed. */
function changedAt(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map(({ parentPath, name }) => madeAt(path.join(parentPath, name))));
}
