import type { Core } from '@strapi/strapi';

import { containerOf } from './container';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await containerOf(strapi).stop();
}
