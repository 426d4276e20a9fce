import { z } from 'zod';

import { problemOf, type Compilers } from './expressions';

const REQUIRED = 'A URL is required, such as https://example.com/hook';

/** An absolute http(s) URL with a host and without credentials; `{{ }}` in it must compile. */
export function urlSchema(compile: Compilers['url']) {
  return z
    .string(REQUIRED)
    .trim()
    .min(1, REQUIRED)
    .max(8_192, 'At most 8192 characters')
    .superRefine((value, context) => {
      const [fixed = ''] = value.split('{{', 1);
      const isDynamic = fixed.length < value.length;
      const problem = isDynamic
        ? (addressProblemOf(`${fixed}x`) ?? problemOf(() => compile(value)))
        : addressProblemOf(value);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    });
}

function addressProblemOf(value: string): string | null {
  if (!/^https?:/i.test(value)) return 'The URL must begin with https:// or http://';
  // The URL parser mends `https:///path` into a host named `path`; nobody means that.
  if (!/^https?:\/\/[^/?#\\]/i.test(value)) {
    return 'The URL has no host: write it as https://example.com/hook';
  }
  if (!URL.canParse(value)) return 'This is not a URL: write it as https://example.com/hook';
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') {
    return 'The URL must not hold credentials: put them into an authorization header';
  }
  return null;
}
