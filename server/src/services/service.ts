import type { Core } from '@strapi/strapi';

import { PLUGIN_ID } from '../plugin-id';
import type { Services } from './index';

/** A typed service of this plugin. */
export function service<Name extends keyof Services>(
  strapi: Core.Strapi,
  name: Name,
): Services[Name] {
  return strapi.plugin(PLUGIN_ID).service(name) as unknown as Services[Name];
}
