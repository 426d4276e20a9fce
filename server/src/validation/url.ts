import { z } from 'zod';

const REQUIRED = 'A URL is required, such as https://example.com/hook';

/** An absolute http(s) URL with a host and without credentials. */
export const urlSchema = z
  .string(REQUIRED)
  .trim()
  .min(1, REQUIRED)
  .max(8_192, 'At most 8192 characters')
  .superRefine((value, context) => {
    const problem = problemOf(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

function problemOf(value: string): string | null {
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
