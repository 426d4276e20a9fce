import type { Core } from '@strapi/strapi';

import type { ListContentTypes } from '../contracts/content-types';
import { service } from '../services/service';
import type { AdminContext } from './admin-context';
import { mayRead } from './readable-types';

export function contentTypesController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find(context: AdminContext) {
      const contentTypes = service(strapi, 'content-types');
      const data = contentTypes.list().filter(({ uid }) => mayRead(context, uid));
      const meta = {
        contextFields: contentTypes.contextFields(),
        defaults: contentTypes.defaults(),
        customEvents: contentTypes.customEvents(),
      };
      context.body = { data, meta } satisfies ListContentTypes.Response;
    },
  };
}
