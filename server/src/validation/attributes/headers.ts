import { z } from 'zod';

import { isReservedHeader } from '../../contracts/reserved-headers';
import type { Header } from '../../contracts/webhook';
import { LONGEST_NAME, MOST_HEADER_BYTES } from '../../contracts/webhook-limits';
import { MIN_SECRET_LENGTH } from '../../expressions/redaction/masks';
import { partsIn, problemOf, type Compilers } from './expressions';
import { list } from './list';

/** `{{ }}` in all headers of a webhook: each takes its time to compile. */
const MOST_PARTS = 200;

/** A token of RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Visible characters, spaces and tabs of Latin-1, as section 5.5 allows: no line break, no NUL. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const TOO_SHORT = `A secret has at least ${String(MIN_SECRET_LENGTH)} characters: a shorter one cannot be kept out of the log`;

const headerSchema = (compile: Compilers['header']) =>
  z
    .object({
      key: z
        .string('A header needs a name')
        .trim()
        .min(1, 'A header needs a name')
        .max(LONGEST_NAME, `At most ${String(LONGEST_NAME)} characters`)
        .regex(
          TOKEN,
          "A header name holds letters, digits and any of !#$%&'*+-.^_`|~ only: no space, no colon",
        )
        .refine((key) => !isReservedHeader(key), {
          error:
            'This header is set for every request, or belongs to the connection, and cannot be given',
        }),
      value: z
        .string()
        .max(8_192, { error: 'At most 8192 characters', abort: true })
        .superRefine((value, context) => {
          const problem = value.includes('{{')
            ? problemOf(() => compile(value))
            : plainProblemOf(value);
          if (problem !== null) context.addIssue({ code: 'custom', message: problem });
        })
        .nullish(),
      secret: z
        .boolean('true or false')
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
  return list(headerSchema(compile), { most: 100, problemOf: sizeProblemOf })
    .nullish()
    .transform((headers) => headers ?? [])
    .superRefine((headers, context) => {
      for (const index of repeated(headers)) {
        const message = 'This header stands twice: join the values or remove one';
        context.addIssue({ code: 'custom', path: [index, 'key'], message });
      }
    });
}

/** Judged before any of them is compiled. */
function sizeProblemOf(headers: unknown[]): string | null {
  const texts = headers
    .flatMap((header) => Object.values<unknown>(Object(header) as Record<string, unknown>))
    .filter((it) => typeof it === 'string');
  const size = texts.reduce((sum, it) => sum + it.length, 0);
  if (size > MOST_HEADER_BYTES) {
    return `All headers together have ${String(size)} characters: at most ${String(MOST_HEADER_BYTES)}`;
  }
  const parts = texts.reduce((sum, it) => sum + partsIn(it), 0);
  return parts > MOST_PARTS
    ? `All headers together hold ${String(parts)} {{ }}: at most ${String(MOST_PARTS)}`
    : null;
}

function plainProblemOf(value: string): string | null {
  if (FIELD_VALUE.test(value)) return null;
  return 'A header value must not hold line breaks or characters beyond Latin-1';
}

function repeated(headers: Header[]): number[] {
  const keys = headers.map(({ key }) => key.toLowerCase());
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
}
