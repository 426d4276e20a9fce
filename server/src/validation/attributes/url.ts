import { z } from 'zod';

import type { AddressRules } from '../../network/address-rules';
import { comparedHostOf } from '../../network/network-rule';
import { parseUrl } from '../../network/parse-url';
import { countParts, compileProblem, type Compilers } from './expressions';

const REQUIRED = 'A URL is required, such as https://example.com/hook';

/**
 * An absolute http(s) URL without credentials whose host is allowed by the network rules. Its `{{
 * }}` parts must compile.
 */
export function urlSchema(compile: Compilers['url'], rules: AddressRules) {
  return z
    .string(REQUIRED)
    .trim()
    .min(1, REQUIRED)
    .max(8_192, { error: 'The URL is too long: at most 8192 characters', abort: true })
    .superRefine((value, context) => {
      const [fixed = ''] = value.split('{{', 1);
      const isDynamic = fixed.length < value.length;
      const problem = isDynamic
        ? (formatProblem(`${fixed}x`) ??
          tooManyParts(value) ??
          compileProblem(() => compile(value)))
        : formatProblem(value);
      const message = problem ?? hostProblem(value, rules);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });
}

const MOST_PARTS = 100;

function tooManyParts(value: string): string | null {
  return countParts(value) > MOST_PARTS
    ? `The URL contains too many {{ }}: at most ${String(MOST_PARTS)}`
    : null;
}

/** A URL with the same host if no `{{ }}` is in the host; else null. */
export function fixedHostUrl(value: string): URL | null {
  const [fixed = ''] = value.split('{{', 1);
  const isFixed = fixed.length === value.length || BEHIND_HOST.test(fixed);
  return isFixed ? parseUrl(fixed) : null;
}

/** The normalized host for comparisons; null if it contains `{{ }}`. */
export function fixedHost(value: string): string | null {
  const url = fixedHostUrl(value.trim());
  return url && comparedHostOf(url);
}

const BEHIND_HOST = /^https?:[/\\]*[^/\\?#]+[/\\?#]/i;

function hostProblem(value: string, rules: AddressRules): string | null {
  const url = fixedHostUrl(value);
  return url && rules.problemOfUrl(url);
}

function formatProblem(value: string): string | null {
  if (!/^https?:/i.test(value)) return 'The URL must begin with https:// or http://';
  // The URL parser removes tabs and line breaks, so the end of the host would be ambiguous.
  if (/[\t\n\r]/.test(value)) return 'The URL cannot contain tabs or line breaks';
  // The URL parser turns `https:///path` into the host `path`, which is never intended.
  if (!/^https?:\/\/[^/?#\\]/i.test(value)) {
    return 'The URL has no host. Write it like https://example.com/hook';
  }
  const url = parseUrl(value);
  if (!url) return 'The URL is invalid. Write it like https://example.com/hook';
  if (url.username !== '' || url.password !== '') {
    return 'The URL cannot contain credentials. Send them in an authorization header';
  }
  return null;
}
