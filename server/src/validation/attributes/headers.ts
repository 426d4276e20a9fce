import { z } from 'zod';

import { isReservedHeader } from '../../contracts/reserved-headers';
import type { Header } from '../../contracts/webhook';
import { LONGEST_NAME, MOST_HEADER_BYTES } from '../../contracts/webhook-limits';
import { MIN_SECRET_LENGTH } from '../../expressions/redaction/masks';
import { countParts, compileProblem, type Compilers } from './expressions';
import { list } from './list';

/** Maximum number of `{{ }}` in all headers together; each one takes time to compile. */
const MAX_PARTS = 200;

/** A token (RFC 9110, section 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A field value (RFC 9110, section 5.5): visible characters, spaces and tabs of Latin-1. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const TOO_SHORT = `A secret needs at least ${String(MIN_SECRET_LENGTH)} characters. A shorter one cannot be masked in the log`;

const headerSchema = (compile: Compilers['header']) =>
  z
    .object({
      key: z
        .string('A header needs a name')
        .trim()
        .min(1, 'A header needs a name')
        .max(LONGEST_NAME, `The name is too long: at most ${String(LONGEST_NAME)} characters`)
        .regex(
          TOKEN,
          "A header name can contain only letters, digits and !#$%&'*+-.^_`|~, without spaces or colons",
        )
        .refine((key) => !isReservedHeader(key), {
          error: 'The plugin or the connection sets this header. Remove it from the list',
        }),
      value: z
        .string()
        .max(8_192, { error: 'The value is too long: at most 8192 characters', abort: true })
        .superRefine((value, context) => {
          const problem = value.includes('{{')
            ? compileProblem(() => compile(value))
            : literalProblem(value);
          if (problem !== null) context.addIssue({ code: 'custom', message: problem });
        })
        .nullish(),
      secret: z
        .boolean('Use true or false')
        .nullish()
        .transform((secret) => secret ?? false),
    })
    .superRefine(({ value, secret }, context) => {
      if (!secret || value === null || value === undefined || value.length >= MIN_SECRET_LENGTH)
        return;
      context.addIssue({ code: 'custom', path: ['value'], message: TOO_SHORT });
    })
    .transform(({ key, value, secret }): Header => {
      return { key, value: value ?? (secret ? null : ''), secret };
    });

export function headersSchema(compile: Compilers['header']) {
  return list(headerSchema(compile), { most: 100, problemOf: sizeProblem })
    .nullish()
    .transform((headers) => headers ?? [])
    .superRefine((headers, context) => {
      for (const index of duplicateIndexes(headers)) {
        const message = 'This header is in the list twice. Combine the values or remove one';
        context.addIssue({ code: 'custom', path: [index, 'key'], message });
      }
    });
}

/** Checks the total size before any header is compiled. */
function sizeProblem(headers: unknown[]): string | null {
  const texts = headers
    .flatMap((header) => Object.values<unknown>(Object(header) as Record<string, unknown>))
    .filter((it) => typeof it === 'string');
  const size = texts.reduce((sum, it) => sum + it.length, 0);
  if (size > MOST_HEADER_BYTES) {
    return `All headers together have ${String(size)} characters; the maximum is ${String(MOST_HEADER_BYTES)}`;
  }
  const parts = texts.reduce((sum, it) => sum + countParts(it), 0);
  return parts > MAX_PARTS
    ? `All headers together contain ${String(parts)} {{ }}; the maximum is ${String(MAX_PARTS)}`
    : null;
}

function literalProblem(value: string): string | null {
  if (FIELD_VALUE.test(value)) return null;
  return 'A header value cannot contain line breaks or characters outside Latin-1';
}

function duplicateIndexes(headers: Header[]): number[] {
  const keys = headers.map(({ key }) => key.toLowerCase());
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
}
