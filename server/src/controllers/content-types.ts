import type { Core } from '@strapi/strapi';

import type { ListContentTypes } from '../contracts/content-types';
import { CONTEXT_FIELDS } from '../mapping/event-context';
import { service } from '../services/service';
import type { AdminContext } from './admin-context';
import { mayRead } from './readable-types';

export function contentTypesController({ strapi }: { strapi: Core.Strapi }) {
  return {
    find(context: AdminContext) {
      const data = service(strapi, 'content-types')
        .list()
        .filter(({ uid }) => mayRead(context, uid));
      const meta = { contextFields: CONTEXT_FIELDS };
      context.body = { data, meta } satisfies ListContentTypes.Response;
    },
  };
}
