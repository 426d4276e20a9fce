import type { Core } from '@strapi/strapi';

import type { ListContentTypes } from '../contracts/content-types';
import { readAccessOf } from '../services/access/ability';
import { service } from '../services/service';
import type { AdminContext } from './admin-context';

export function contentTypesController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find(context: AdminContext) {
      const contentTypes = service(strapi, 'content-types');
      const data = contentTypes.list(readAccessOf(context.state.userAbility));
      const meta = {
        contextFields: contentTypes.contextFields(),
        defaults: contentTypes.defaults(),
        customEvents: contentTypes.customEvents(),
      };
      context.body = { data, meta } satisfies ListContentTypes.Response;
    },
  };
}
