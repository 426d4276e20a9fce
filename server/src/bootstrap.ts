import type { Core } from '@strapi/strapi';

import { keepOutOfContentManager, registerPermissions } from './permissions';
import { containerOf } from './container';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await registerPermissions(strapi);
  keepOutOfContentManager(strapi);
  await containerOf(strapi).start();
}
