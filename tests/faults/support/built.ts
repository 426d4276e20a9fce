import path from 'node:path';

const FOLDER = 'FAULT_BUILT';

/** Where this run's plugin and instance program stand, as plain JavaScript. */
export function builtFolder(): string {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error('Nothing is built: run `npm run test:faults`');
  return folder;
}

export function rememberBuilt(folder: string): void {
  process.env[FOLDER] = path.resolve(folder);
}
