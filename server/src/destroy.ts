import type { Core } from '@strapi/strapi';

import { pipelineOf } from './container';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await pipelineOf(strapi).stop();
}
