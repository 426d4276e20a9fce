import type { Core } from '@strapi/strapi';

import { registerComponents } from './components';
import { registerModels } from './models';

export function register({ strapi }: { strapi: Core.Strapi }): void {
  registerComponents(strapi);
  registerModels(strapi);
}
