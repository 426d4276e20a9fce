import type { Core } from '@strapi/strapi';

import { keepOutOfContentManager, registerPermissions } from './permissions';
import { containerOf } from './container';
import { MODEL_UIDS } from './models';
import { keepTables } from './models/keep-tables';
import { guardImports } from './webhooks/sync/guard-imports';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await keepTables(strapi);
  guardImports({ strapi, keptModels: MODEL_UIDS });
  await registerPermissions(strapi);
  keepOutOfContentManager(strapi);
  await containerOf(strapi).start();
}
