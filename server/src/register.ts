import type { Core } from '@strapi/strapi';

import { registerComponents } from './components';
import { readConfig } from './config';
import { registerModels } from './models';
import { keepTablesBeforeSync } from './models/keep-tables';
import { WEBHOOK_UID } from './plugin-id';

interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): void };
}

export function register({ strapi }: { strapi: Core.Strapi }): void {
  // Files that it names are looked at now: a plugin that fails later stops a boot that has begun.
  readConfig(strapi);
  keepOutOfGraphql(strapi);
  registerComponents(strapi);
  registerModels(strapi);
  keepTablesBeforeSync(strapi);
}

/** Webhooks are for admins: of every content type its plugin would make a part of the public API. */
function keepOutOfGraphql(strapi: Core.Strapi): void {
  if (!('graphql' in strapi.plugins)) return;
  const extension = strapi.plugin('graphql').service('extension') as unknown as GraphqlExtension;
  extension.shadowCRUD(WEBHOOK_UID).disable();
}
