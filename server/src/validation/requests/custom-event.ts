import { z } from 'zod';

import { CUSTOM_EVENT_RULE, isCustomEvent, type CustomEvent } from '../../contracts/events';
import { nestingProblem, TOO_DEEP } from '../nesting';
import { parseWith, validationError } from '../parse-with';
import type { Catalogue } from '../references/catalogue';
import { text } from '../attributes/text';

/** A custom event with all attributes set; `data` is JSON text. */
interface ValidCustomEvent {
  event: string;
  uid: string | null;
  documentId: string | null;
  locale: string | null;
  data: string;
}

/** Throws a `ValidationError` whose `details.errors[].path` is the place of each violation. */
export function parseCustomEvent(event: CustomEvent, catalogue: Catalogue): ValidCustomEvent {
  const optional = text(255, 'The value must be a string. Omit it if there is none')
    .min(1)
    .nullish();
  const schema = z.strictObject({
    type: z.string(CUSTOM_EVENT_RULE).refine(isCustomEvent, { error: CUSTOM_EVENT_RULE }),
    uid: optional.refine((uid) => !uid || catalogue.contentType(uid) !== undefined, {
      error: ({ input }) => `"${String(input)}" is not a content type that webhooks can watch`,
    }),
    documentId: optional,
    locale: optional,
    data: z.unknown().optional(),
  });
  const { type, uid = null, documentId = null, locale = null, data } = parseWith(schema)(event);
  return { event: type, uid, documentId, locale, data: toJson(data) };
}

function toJson(data: unknown): string {
  const dataError = (why: string) => validationError([{ path: ['data'], message: why }]);
  let json: unknown;
  try {
    json = JSON.stringify(data);
  } catch (error) {
    throw dataError(
      // JSON.stringify ran out of stack.
      error instanceof RangeError
        ? TOO_DEEP
        : `The data cannot be serialized as JSON: ${(error as Error).message}`,
    );
  }
  if (typeof json !== 'string') throw dataError('The data is missing or is not valid JSON');
  // The parsed copy, because the data itself can have cycles or values with `toJSON`.
  const problem = nestingProblem(JSON.parse(json));
  if (problem !== null) throw dataError(problem);
  return json;
}
