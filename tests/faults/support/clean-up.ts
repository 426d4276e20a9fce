import { rm } from 'node:fs/promises';

import { builtFolder } from './built';

export default async function cleanUp(): Promise<void> {
  await rm(builtFolder(), { recursive: true, force: true });
}
