import type { UrlTemplateOptions } from '../../../server/src/expressions/url-template';

export const OPTIONS: UrlTemplateOptions = {
  timeoutMs: 100,
  env: {
    allowed: ['ALLOWED', 'UNSET'],
    read: (name) => ({ ALLOWED: 'value', SECRET: 'secret' })[name],
  },
  dynamicHosts: false,
};

/** Where time is not what a test is about: a machine may be busy. */
export const UNHURRIED: UrlTemplateOptions = { ...OPTIONS, timeoutMs: 5_000 };
