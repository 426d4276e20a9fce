import type { Core } from '@strapi/strapi';

import { registerComponents } from './components';
import { registerModels } from './models';
import { registerMigration } from './outbox/migrate';

export function register({ strapi }: { strapi: Core.Strapi }): void {
  registerComponents(strapi);
  registerModels(strapi);
  registerMigration(strapi);
}
