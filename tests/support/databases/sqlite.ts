import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { DatabaseServer } from './database-server';

const FOLDER = path.join(tmpdir(), 'document-webhooks-databases');

export const sqlite: DatabaseServer = {
  environment: (name) => ({ DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: fileOf(name) }),

  async makeOnce(name, fill) {
    if (existsSync(fileOf(name))) return;
    await mkdir(FOLDER, { recursive: true });
    // Two that come at the same time both make one: either will do.
    const draft = `${name}_${String(process.pid)}`;
    try {
      await fill(draft);
      await rename(fileOf(draft), fileOf(name));
    } finally {
      await sqlite.drop(draft);
    }
  },

  copy: (from, to) => copyFile(fileOf(from), fileOf(to)),

  drop: (name) => rm(fileOf(name), { force: true }),
};

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}.db`);
}
