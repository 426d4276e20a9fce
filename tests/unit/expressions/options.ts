import type { ExpressionOptions } from '../../../server/src/expressions/expression';
import type { UrlTemplateOptions } from '../../../server/src/expressions/templates/url-template';

type Options = ExpressionOptions & UrlTemplateOptions;

export const OPTIONS: Options = {
  timeoutMs: 100,
  env: {
    allowed: ['ALLOWED', 'UNSET'],
    read: (name) => ({ ALLOWED: 'value', SECRET: 'secret' })[name],
  },
  dynamicHosts: false,
};

/** Where time is not what a test is about: a machine may be busy. */
export const UNHURRIED: Options = { ...OPTIONS, timeoutMs: 5_000 };
