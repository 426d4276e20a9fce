import { z } from 'zod';

import type { AddressRules } from '../../network/address-rules';
import { comparedHostOf } from '../../network/network-rule';
import { parseUrl } from '../../network/parse-url';
import { partsIn, problemOf, type Compilers } from './expressions';

const REQUIRED = 'A URL is required, such as https://example.com/hook';

/** An absolute http(s) URL with a host that may be called and without credentials; `{{ }}` in it must compile. */
export function urlSchema(compile: Compilers['url'], rules: AddressRules) {
  return z
    .string(REQUIRED)
    .trim()
    .min(1, REQUIRED)
    .max(8_192, { error: 'At most 8192 characters', abort: true })
    .superRefine((value, context) => {
      const [fixed = ''] = value.split('{{', 1);
      const isDynamic = fixed.length < value.length;
      const problem = isDynamic
        ? (formProblemOf(`${fixed}x`) ?? tooManyParts(value) ?? problemOf(() => compile(value)))
        : formProblemOf(value);
      const message = problem ?? hostProblemOf(value, rules);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });
}

const MOST_PARTS = 100;

function tooManyParts(value: string): string | null {
  return partsIn(value) > MOST_PARTS ? `At most ${String(MOST_PARTS)} {{ }}` : null;
}

/** A URL with that host, where no `{{ }}` reaches into it; null where none is known. */
export function fixedHostUrl(value: string): URL | null {
  const [fixed = ''] = value.split('{{', 1);
  const isFixed = fixed.length === value.length || BEHIND_HOST.test(fixed);
  return isFixed ? parseUrl(fixed) : null;
}

/** Its host, as hosts are compared; null where `{{ }}` reaches into it. */
export function fixedHost(value: string): string | null {
  const url = fixedHostUrl(value.trim());
  return url && comparedHostOf(url);
}

const BEHIND_HOST = /^https?:[/\\]*[^/\\?#]+[/\\?#]/i;

function hostProblemOf(value: string, rules: AddressRules): string | null {
  const url = fixedHostUrl(value);
  return url && rules.problemOfUrl(url);
}

function formProblemOf(value: string): string | null {
  if (!/^https?:/i.test(value)) return 'The URL must begin with https:// or http://';
  // The URL parser leaves them out: what looks like the end of the host may be none.
  if (/[\t\n\r]/.test(value)) return 'The URL must not hold tabs or line breaks';
  // The URL parser mends `https:///path` into a host named `path`; nobody means that.
  if (!/^https?:\/\/[^/?#\\]/i.test(value)) {
    return 'The URL has no host: write it as https://example.com/hook';
  }
  const url = parseUrl(value);
  if (!url) return 'This is not a URL: write it as https://example.com/hook';
  if (url.username !== '' || url.password !== '') {
    return 'The URL must not hold credentials: put them into an authorization header';
  }
  return null;
}
