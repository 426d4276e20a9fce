import type { UrlTemplateOptions } from '../../../server/src/expressions/url-template';

export const OPTIONS: UrlTemplateOptions = {
  timeoutMs: 100,
  env: {
    allowed: ['ALLOWED', 'UNSET'],
    read: (name) => ({ ALLOWED: 'value', SECRET: 'secret' })[name],
  },
  dynamicHosts: false,
};
